"""Asks an endpoint with tritonclient: tritonclient_journey.py ORIGIN [CA], the key in ENDPOINT_KEY."""

import os
import sys

import numpy
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

origin = sys.argv[1]
scheme, host = origin.split("://")
tls = {"ssl": True, "ssl_options": {"ca_certs": sys.argv[2]}} if scheme == "https" else {}
client = triton.InferenceServerClient(url=host, **tls)
headers = {"Authorization": f"Bearer {os.environ['ENDPOINT_KEY']}"}

assert client.is_server_live(headers=headers) and client.is_server_ready(headers=headers)
assert client.is_model_ready("model_1", headers=headers)
assert not client.is_server_ready(headers={"Authorization": "Bearer wrong"})
metadata = client.get_model_metadata("model_1", headers=headers)
[described] = metadata["inputs"]
shape = [1 if size < 0 else size for size in described["shape"]]
picture = numpy.random.default_rng(1).random(shape, dtype=numpy.float32)
answers = []
for binary in (True, False):
    tensor = triton.InferInput(described["name"], shape, described["datatype"])
    tensor.set_data_from_numpy(picture, binary_data=binary)
    wanted = triton.InferRequestedOutput(metadata["outputs"][0]["name"], binary_data=binary)
    # A copy: the client writes the length of its tensor header into the dictionary that it is given.
    answer = client.infer("model_1", [tensor], outputs=[wanted], headers=dict(headers))
    answers.append(answer.as_numpy(metadata["outputs"][0]["name"]))
assert numpy.allclose(answers[0], answers[1]), "JSON and binary tensors differ"
assert client.get_inference_statistics("model_1", headers=headers)["model_stats"][0]["inference_count"] == 2
wrong = triton.InferInput(described["name"], [2, 2], described["datatype"])
wrong.set_data_from_numpy(numpy.zeros([2, 2], dtype=numpy.float32))
try:
    client.infer("model_1", [wrong], headers=dict(headers))
    raise AssertionError("a wrong shape was taken")
except InferenceServerException as error:
    assert "424" in str(error.status()) or "unexpected shape" in str(error), error
if sys.platform == "linux":
    from tritonclient.utils import shared_memory

    [output] = metadata["outputs"]
    key = f"/tritonclient-journey-{os.getpid()}"
    result = answers[0]
    region = shared_memory.create_shared_memory_region("both", key, picture.nbytes + result.nbytes)
    try:
        shared_memory.set_shared_memory_region(region, [picture])
        client.register_system_shared_memory("both", key, picture.nbytes + result.nbytes, headers=headers)
        [registered] = client.get_system_shared_memory_status(headers=headers)
        assert registered["key"] == key, registered
        tensor = triton.InferInput(described["name"], shape, described["datatype"])
        tensor.set_shared_memory("both", picture.nbytes)
        wanted = triton.InferRequestedOutput(output["name"], binary_data=False)
        wanted.set_shared_memory("both", result.nbytes, offset=picture.nbytes)
        client.infer("model_1", [tensor], outputs=[wanted], headers=dict(headers))
        shared = shared_memory.get_contents_as_numpy(region, result.dtype, result.shape, offset=picture.nbytes)
        assert numpy.allclose(shared, result), "shared memory holds another answer"
        client.unregister_system_shared_memory("both", headers=headers)
        assert client.get_system_shared_memory_status(headers=headers) == []
    finally:
        shared_memory.destroy_shared_memory_region(region)
print("ok tritonclient")

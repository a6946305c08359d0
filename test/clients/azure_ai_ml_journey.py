"""From a folder to a served model and back to nothing, with azure-ai-ml as it comes. Ends with status 1 at the first surprise."""

import json
import pathlib
import sys
import tempfile
import urllib.request

from azure.ai.ml.entities import ManagedOnlineDeployment, ManagedOnlineEndpoint, Model, OnlineRequestSettings
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from emulator_client import ARM, KEY, open_client

repository = pathlib.Path(sys.argv[1])
client = open_client()


def step(name):
    print(f"\nok {name}", flush=True)  # the SDK writes dots while it waits


def refused(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError("nothing was refused")


def set_faults(*specs):
    request = urllib.request.Request(f"{ARM}/emulator/faults", json.dumps({"faults": specs}).encode(), method="PUT")
    request.add_header("Authorization", f"Bearer {KEY}")
    urllib.request.urlopen(request).read()


def models():
    assert client.workspaces.get(client.workspace_name).location == "local"
    assert client.datastores.get_default().name == "workspaceblobstore"
    refused(ResourceNotFoundError, lambda: client.models.get("sample", version="1"))
    first = client.models.create_or_update(Model(name="sample", path=repository, type="triton_model", tags={"from": "folder"}))
    assert (first.version, first.type, first.tags) == ("1", "triton_model", {"from": "folder"}), first
    again = client.models.create_or_update(Model(name="sample", version="1", path=repository, type="triton_model"))
    assert again.path == first.path
    assert client.models.get("sample", label="latest").version == "1"
    with tempfile.TemporaryDirectory() as folder:
        other = pathlib.Path(folder, "other", "model_1", "1")
        other.mkdir(parents=True)
        (other / "model.onnx").write_bytes(b"another")
        (other / "empty").write_bytes(b"")
        error = refused(
            Exception,
            lambda: client.models.create_or_update(Model(name="sample", version="1", path=other.parents[1], type="triton_model")),
        )
        assert "Asset paths cannot be updated" in str(error), error
        second = client.models.create_or_update(Model(name="sample", path=other.parents[1], type="triton_model"))
        assert second.version == "2"
    client.models.archive("sample", version="2")
    assert [it.version for it in client.models.list(name="sample")] == ["1"]
    client.models.restore("sample", version="2")
    assert sorted(it.version for it in client.models.list(name="sample")) == ["1", "2"]
    with tempfile.TemporaryDirectory() as folder:
        client.models.download("sample", "1", download_path=folder)
        [onnx] = pathlib.Path(folder).rglob("model.onnx")
        assert onnx.read_bytes() == (repository / "model_1" / "1" / "model.onnx").read_bytes()
    step("models")


def endpoints():
    error = refused(Exception, lambda: client.online_endpoints.get("nothing"))
    assert isinstance(error, ResourceNotFoundError), error
    made = client.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="python", auth_mode="key", tags={"a": "b"})).result()
    assert made.provisioning_state == "Succeeded" and made.scoring_uri.endswith("/score"), made
    keys = client.online_endpoints.get_keys("python")
    client.online_endpoints.begin_regenerate_keys("python", key_type="primary").result()
    assert client.online_endpoints.get_keys("python").primary_key != keys.primary_key
    tokens = client.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="tokens", auth_mode="aml_token")).result()
    assert client.online_endpoints.get_keys(tokens.name).access_token
    assert {it.name for it in client.online_endpoints.list()} == {"python", "tokens"}
    client.online_endpoints.begin_delete("tokens").result()
    step("endpoints")


def deployments():
    blue = ManagedOnlineDeployment(
        name="blue",
        endpoint_name="python",
        model="azureml:sample:1",
        instance_type="Standard_DS3_v2",
        instance_count=1,
        request_settings=OnlineRequestSettings(request_timeout_ms=30000, max_concurrent_requests_per_instance=4),
    )
    set_faults("deployment.out-of-quota-cores:once")
    error = refused(HttpResponseError, lambda: client.online_deployments.begin_create_or_update(blue).result())
    assert error.error.code == "OutOfQuota" and error.error.details, error
    made = client.online_deployments.begin_create_or_update(blue).result()
    assert made.provisioning_state == "Succeeded" and made.instance_count == 1, made
    endpoint = client.online_endpoints.get("python")
    assert endpoint.traffic == {"blue": 0}, endpoint.traffic
    endpoint.traffic = {"blue": 50}
    refused(HttpResponseError, lambda: client.online_endpoints.begin_create_or_update(endpoint).result())
    endpoint.traffic = {"blue": 100}
    assert client.online_endpoints.begin_create_or_update(endpoint).result().traffic == {"blue": 100}
    made.instance_count = 2
    assert client.online_deployments.begin_create_or_update(made).result().instance_count == 2
    assert "model_1" in client.online_deployments.get_logs("blue", "python", lines=50)
    assert "model.onnx" in client.online_deployments.get_logs("blue", "python", lines=50, container_type="storage-initializer")
    assert [it.name for it in client.online_deployments.list("python")] == ["blue"]
    step("deployments")
    print(json.dumps({"origin": endpoint.scoring_uri[: -len("/score")], "key": client.online_endpoints.get_keys("python").primary_key}))


def away():
    endpoint = client.online_endpoints.get("python")
    endpoint.traffic = {"blue": 0}
    client.online_endpoints.begin_create_or_update(endpoint).result()
    client.online_deployments.begin_delete("blue", "python").result()
    client.online_endpoints.begin_delete("python").result()
    assert list(client.online_endpoints.list()) == []
    step("away")


def throttled():
    set_faults("arm.throttled:once")
    assert client.workspaces.get(client.workspace_name).name == client.workspace_name
    set_faults("arm.unauthorized:once")
    assert "ExpiredAuthenticationToken" in str(refused(HttpResponseError, lambda: client.workspaces.get(client.workspace_name)))
    step("throttled")


for part in sys.argv[2:]:
    globals()[part]()

"""Opens azure-ai-ml on the emulator, as docs/emulator.md says: over https unchanged, over http with two lines more."""

import os
import socket

from azure.ai.ml import MLClient
from azure.ai.ml.constants import _common
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import SansIOHTTPPolicy

KEY = os.environ["TRITON_AZUREML_KEY"]
ARM = os.environ["TRITON_AZUREML_ARM"]
BLOB = os.environ["TRITON_AZUREML_BLOB"]


class EmulatorCredential:
    """Every scope gets the token of the emulator."""

    def get_token(self, *scopes, **kwargs):
        return AccessToken(KEY, 4_000_000_000)


class EmulatorPolicy(SansIOHTTPPolicy):
    """In the place of the bearer policy, which refuses plain http."""

    def on_request(self, request):
        request.http_request.headers["Authorization"] = f"Bearer {KEY}"
        request.context.options.pop("enforce_https", None)


def open_client():
    more = {}
    if ARM.startswith("http:"):
        more["authentication_policy"] = EmulatorPolicy()
        _common.STORAGE_ACCOUNT_URLS["AzureBlob"] = BLOB + "/{0}"
    else:
        resolve_localhost()
    return MLClient(
        EmulatorCredential(),
        os.environ["AZURE_SUBSCRIPTION_ID"],
        os.environ["AZURE_RESOURCE_GROUP"],
        os.environ["AZURE_ML_WORKSPACE"],
        cloud="TritonLocalEmulator",
        enable_telemetry=False,
        **more,
    )


def resolve_localhost():
    """What a line in the hosts file does: names below localhost are this computer (RFC 6761), which not every resolver knows."""
    original = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return original("127.0.0.1" if str(host).endswith(".localhost") else host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo

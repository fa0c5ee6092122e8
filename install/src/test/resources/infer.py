"""Sends one request over REST and one over gRPC with tritonclient; prints what came back."""
import sys

import numpy as np
import tritonclient.grpc as grpcclient
import tritonclient.http as httpclient

model, http, grpc = sys.argv[1:4]
data = np.arange(16, dtype=np.uint8)

for kind, lib, address in (("http", httpclient, http), ("grpc", grpcclient, grpc)):
    if address == "-":
        continue
    client = lib.InferenceServerClient(address)
    assert client.is_server_live() and client.is_model_ready(model), address
    tensor = lib.InferInput("input", [16], "UINT8")
    tensor.set_data_from_numpy(data)
    result = client.infer(model, [tensor])
    output = result.as_numpy("output")
    assert output.dtype == np.float32 and output.shape == (1,), output
    print("ok", kind, address)

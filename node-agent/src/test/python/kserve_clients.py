"""Infers through an agent with KServe's Python clients and compares with ONNX Runtime's own output.

Usage: kserve_clients.py HTTP_ADDRESS GRPC_ADDRESS MODEL_NAME ONNX_FILE
Exits with 1 at the first difference.
"""

import asyncio
import sys

import numpy as np
import onnxruntime
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig

SHAPE = (1, 3, 48, 192)


def check(what, holds):
    print(("ok      " if holds else "FAILED  ") + what)
    if not holds:
        sys.exit(1)


def close(response, expected):
    return np.allclose(response.outputs[0].as_numpy(), expected, rtol=1e-5, atol=1e-7)


def request(model, image, binary):
    tensor = InferInput("x", list(SHAPE), "FP32")
    tensor.set_data_from_numpy(image, binary_data=binary)
    return InferRequest(model_name=model, infer_inputs=[tensor], request_id="r1")


async def over_http(address, model, image, expected):
    base = "http://" + address
    client = InferenceRESTClient(RESTConfig(protocol="v2", retries=1, timeout=60))
    check("http: server is live", await client.is_server_live(base))
    check("http: server is ready", await client.is_server_ready(base))
    check("http: model is ready", await client.is_model_ready(base, model_name=model))
    for binary in (True, False):
        response = await client.infer(base, request(model, image, binary), model_name=model)
        check(f"http: infer, binary {binary}", close(response, expected) and response.id == "r1")


async def over_grpc(address, model, image, expected):
    client = InferenceGRPCClient(url=address)
    check("grpc: server is live", await client.is_server_live())
    check("grpc: server is ready", await client.is_server_ready())
    check("grpc: model is ready", await client.is_model_ready(model))
    for binary in (True, False):
        response = await client.infer(request(model, image, binary))
        check(f"grpc: infer, raw {binary}", close(response, expected))
    await client.close()


def main(http_address, grpc_address, model, onnx_file):
    image = np.random.default_rng(1).random(SHAPE, dtype=np.float32)
    expected = onnxruntime.InferenceSession(onnx_file, providers=["CPUExecutionProvider"]).run(None, {"x": image})[0]
    asyncio.run(over_http(http_address, model, image, expected))
    asyncio.run(over_grpc(grpc_address, model, image, expected))


if __name__ == "__main__":
    main(*sys.argv[1:])

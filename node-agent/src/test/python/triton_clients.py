"""Infers through an agent with Triton's Python clients and compares with ONNX Runtime's own output.

Usage: triton_clients.py HTTP_ADDRESS GRPC_ADDRESS MODEL_NAME ONNX_FILE
Exits with 1 at the first difference.
"""

import sys

import numpy as np
import onnxruntime
import tritonclient.grpc as grpc_client
import tritonclient.http as http_client
from tritonclient.utils import InferenceServerException

SHAPE = (1, 3, 48, 192)


def check(what, holds):
    print(("ok      " if holds else "FAILED  ") + what)
    if not holds:
        sys.exit(1)


def close(result, name, expected):
    return np.allclose(result.as_numpy(name), expected, rtol=1e-5, atol=1e-7)


def refused(call, status):
    try:
        call()
    except InferenceServerException as error:
        return status in str(error.status()) and "Exception" not in error.message()
    return False


def over_http(address, model, image, expected):
    client = http_client.InferenceServerClient(address)
    check("http: server and model are ready", client.is_server_ready() and client.is_model_ready(model))
    metadata = client.get_model_metadata(model)
    name = metadata["outputs"][0]["name"]
    check("http: metadata", metadata["inputs"][0]["name"] == "x" and metadata["versions"] == ["1"])
    check("http: configuration", client.get_model_config(model)["input"][0]["data_type"] == "TYPE_FP32")
    for binary_in in (True, False):
        for binary_out in (True, False):
            tensor = http_client.InferInput("x", SHAPE, "FP32")
            tensor.set_data_from_numpy(image, binary_data=binary_in)
            output = http_client.InferRequestedOutput(name, binary_data=binary_out)
            result = client.infer(model, [tensor], outputs=[output], request_id="r1")
            check(f"http: binary in {binary_in}, out {binary_out}", close(result, name, expected))
            check("http: request id", result.get_response()["id"] == "r1")
    tensor = http_client.InferInput("x", SHAPE, "FP32")
    tensor.set_data_from_numpy(image)
    check("http: all outputs where none is named", close(client.infer(model, [tensor]), name, expected))
    waiting = [client.async_infer(model, [tensor]) for _ in range(4)]
    check("http: asynchronous", all(close(w.get_result(), name, expected) for w in waiting))
    counted = client.get_inference_statistics(model)["model_stats"][0]["inference_stats"]["success"]["count"]
    check("http: statistics count", counted >= 8)
    check("http: index", any(entry["name"] == model for entry in client.get_model_repository_index()))
    wrong = http_client.InferInput("y", SHAPE, "FP32")
    wrong.set_data_from_numpy(image)
    check("http: unknown input is 400", refused(lambda: client.infer(model, [wrong]), "400"))
    check("http: unknown model is 404", refused(lambda: client.infer("no.model", [tensor]), "404"))


def over_grpc(address, model, image, expected):
    client = grpc_client.InferenceServerClient(address)
    check("grpc: server and model are ready", client.is_server_ready() and client.is_model_ready(model))
    name = client.get_model_metadata(model).outputs[0].name
    check("grpc: configuration", client.get_model_config(model, as_json=True)["config"]["backend"] == "onnxruntime")
    tensor = grpc_client.InferInput("x", SHAPE, "FP32")
    tensor.set_data_from_numpy(image)
    result = client.infer(model, [tensor], request_id="r2")
    check("grpc: infer", close(result, name, expected) and result.get_response().id == "r2")
    answers = []
    client.start_stream(lambda result, error: answers.append(result or error))
    client.async_stream_infer(model, [tensor])
    client.async_stream_infer(model, [tensor])
    client.stop_stream()
    check("grpc: stream", len(answers) == 2 and all(close(answer, name, expected) for answer in answers))
    check("grpc: index", any(entry.name == model for entry in client.get_model_repository_index().models))
    wrong = grpc_client.InferInput("x", (1, 3), "FP32")
    wrong.set_data_from_numpy(np.zeros((1, 3), dtype=np.float32))
    check("grpc: wrong shape", refused(lambda: client.infer(model, [wrong]), "INVALID_ARGUMENT"))
    check("grpc: unknown model", refused(lambda: client.infer("no.model", [tensor]), "NOT_FOUND"))


def main(http_address, grpc_address, model, onnx_file):
    image = np.random.default_rng(1).random(SHAPE, dtype=np.float32)
    expected = onnxruntime.InferenceSession(onnx_file, providers=["CPUExecutionProvider"]).run(None, {"x": image})[0]
    over_http(http_address, model, image, expected)
    over_grpc(grpc_address, model, image, expected)


if __name__ == "__main__":
    main(*sys.argv[1:])

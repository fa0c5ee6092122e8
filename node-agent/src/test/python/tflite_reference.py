"""tflite_reference.py MODEL INPUT OUTPUT: runs a model once on raw bytes by LiteRT's own Python interpreter."""
import pathlib
import sys

import numpy
from ai_edge_litert.interpreter import Interpreter

model, source, target = sys.argv[1:]
interpreter = Interpreter(model_path=model, num_threads=1)
interpreter.allocate_tensors()
given = interpreter.get_input_details()[0]
data = numpy.frombuffer(pathlib.Path(source).read_bytes(), dtype=given["dtype"]).reshape(given["shape"])
interpreter.set_tensor(given["index"], data)
interpreter.invoke()
pathlib.Path(target).write_bytes(interpreter.get_tensor(interpreter.get_output_details()[0]["index"]).tobytes())

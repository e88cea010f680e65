"""Messages between the program and the renderer: a length, a JSON head, and the bytes the head counts."""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any

_LENGTH = struct.Struct(">Q")
_MAX_HEAD = 16 * 1024 * 1024


def pack(head: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return one message."""
    text = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join((_LENGTH.pack(len(text)), text, *blobs))


def read(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read one message. Raises `EOFError` when the other side is gone, `ValueError` when it is no message."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > _MAX_HEAD:
        raise ValueError(f"a head of {length} bytes")
    head = json.loads(_exactly(stream, length))
    return head, [_exactly(stream, size) for size in head.pop("blobs")]


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError("the message breaks off")
    return content

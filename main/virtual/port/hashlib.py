"""`hashlib` of a board: sha256 is the VM's own, sha1 and md5 are computed by the host."""

from uhashlib import sha256
from ubinascii import unhexlify
from uctypes import addressof

import _vb
from _board import IS_ESP32, VERSION


class _HostHash:
    _name = ""

    def __init__(self, data=None):
        self._id = _vb.hash_new(self._name)
        if data is not None:
            self.update(data)

    def update(self, data):
        if isinstance(data, str):
            data = data.encode()
        if len(data):
            _vb.hash_update(self._id, addressof(data), len(data))

    def digest(self):
        return unhexlify(_vb.hash_digest(self._id))


class sha1(_HostHash):
    _name = "sha1"


# ports/rp2/mpconfigport.h has MICROPY_PY_HASHLIB_MD5 from 1.27, ports/esp32 from 1.22.
if IS_ESP32 or VERSION >= (1, 27):

    class md5(_HostHash):
        _name = "md5"

"""`network`: the board's radio. Where the two ports differ, each behaves as its own driver does:
extmod/network_cyw43.c on the Pico W, ports/esp32/network_wlan.c on the ESP32."""

import ujson
from ubinascii import unhexlify

import _vb
from _board import IS_ESP32, VERSION, idle

STA_IF, AP_IF = 0, 1

if IS_ESP32:
    STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 1000, 1001, 1010
    STAT_BEACON_TIMEOUT, STAT_NO_AP_FOUND, STAT_WRONG_PASSWORD = 200, 201, 202
    STAT_ASSOC_FAIL, STAT_HANDSHAKE_TIMEOUT = 203, 204
    AUTH_OPEN, AUTH_WEP, AUTH_WPA_PSK, AUTH_WPA2_PSK, AUTH_WPA_WPA2_PSK = 0, 1, 2, 3, 4
else:
    STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 0, 1, 3
    STAT_CONNECT_FAIL, STAT_NO_AP_FOUND, STAT_WRONG_PASSWORD = -1, -2, -3

# What the driver knows; it goes on through a soft reset, as the radio does (lwIP and cyw43 start once per power-up).
_driver = ujson.loads(_vb.wlan_state()) or {
    "hostname": "mpy-esp32" if IS_ESP32 else "PicoW",
    "country": "XX",
    "sta": {"on": False, "wanted": None, "reconnects": -1},
    "ap": {
        "on": False,
        "ssid": "ESP_" + _vb.mac[6:].upper() if IS_ESP32 else "PICO" + _vb.mac[8:].upper(),
        "key": "" if IS_ESP32 else "picoW123",
        # An ESP32 that gets a key and no security mode opens an open network (micropython#8407).
        "security": 0 if IS_ESP32 else 0x00400006,
        "channel": 1 if IS_ESP32 else 3,
    },
}


def _keep():
    _vb.wlan_keep(ujson.dumps(_driver))


def hostname(name=None):
    if name is not None:
        if len(name) > 32:
            raise ValueError
        _driver["hostname"] = name
        _keep()
    return _driver["hostname"]


def country(code=None):
    if code is not None:
        if len(code) != 2:
            raise ValueError
        _driver["country"] = code
        _keep()
    return _driver["country"]


def _addresses():
    """All that a program may call an interface by; 0.0.0.0 is every one of them."""
    own = ["0.0.0.0", _vb.sta_ip()]
    return own + ["192.168.4.1"] if _driver["ap"]["on"] else own


def _has_route():
    _vb.sta_status()
    return _driver["ap"]["on"] or _vb.sta_ip() != ""


def _udp_used():
    """Of a Pico W's five UDP sockets: its mDNS responder has one, its DHCP client and server one each while they run."""
    return 0 if IS_ESP32 else 1 + _driver["sta"]["on"] + _driver["ap"]["on"]


class WLAN:
    IF_STA, IF_AP = STA_IF, AP_IF
    SEC_OPEN = 0
    if IS_ESP32:
        SEC_WEP, SEC_WPA, SEC_WPA2, SEC_WPA_WPA2, SEC_WPA2_ENT, SEC_WPA3, SEC_WPA2_WPA3 = 1, 2, 3, 4, 5, 6, 7
        SEC_WAPI, SEC_OWE = 8, 9
        if VERSION >= (1, 25):
            SEC_WPA3_ENT_192, SEC_WPA3_EXT_PSK, SEC_WPA3_EXT_PSK_MIXED_MODE = 10, 11, 12
    else:
        SEC_WPA_WPA2, SEC_WPA3, SEC_WPA2_WPA3 = 0x00400006, 0x01000004, 0x01400004
    PM_NONE, PM_PERFORMANCE, PM_POWERSAVE = 0, 1, 2

    _made = {}

    def __new__(cls, interface=STA_IF):
        if interface not in (STA_IF, AP_IF):
            raise ValueError("invalid WLAN interface identifier")
        if interface not in cls._made:
            made = object.__new__(cls)
            made._setup(interface)
            cls._made[interface] = made
        return cls._made[interface]

    def __init__(self, interface=STA_IF):
        pass

    def _setup(self, interface):
        self._interface = interface
        self._state = _driver["ap" if interface == AP_IF else "sta"]

    def active(self, on=None):
        if on is None:
            return self._state["on"]
        self._state["on"] = bool(on)
        if self._interface == AP_IF:
            self._publish()
        elif not on:
            self._state["wanted"] = None
            _vb.wlan("sta-off", "{}")
        _keep()

    def deinit(self):
        self.active(False)

    def _publish(self):
        ap = self._state
        if not ap["on"]:
            _vb.wlan("ap-off", "{}")
            return
        secured = ap["security"] != self.SEC_OPEN
        _vb.wlan(
            "ap",
            ujson.dumps(
                {"ssid": ap["ssid"], "key": ap["key"] if secured else "", "secured": secured, "channel": ap["channel"]}
            ),
        )

    def _need_station(self):
        if self._interface != STA_IF:
            raise OSError("STA must be active" if IS_ESP32 else 1)
        if not self._state["on"] and IS_ESP32:
            raise OSError("Wifi Not Started")

    def connect(self, ssid=None, key=None, *, password=None, bssid=None, **options):
        self._need_station()
        key = key if key is not None else password
        if isinstance(ssid, bytes):
            ssid = ssid.decode()
        self._state["wanted"] = ssid
        _keep()
        wanted = {"ssid": ssid, "key": key or "", "hostname": hostname()}
        _vb.wlan("sta-connect", ujson.dumps(wanted))

    def disconnect(self):
        self._state["wanted"] = None
        _keep()
        _vb.wlan("sta-disconnect", "{}")

    def isconnected(self):
        if self._interface == AP_IF:
            return _vb.ap_stations() > 0
        return _vb.sta_status() == "got-ip"

    def status(self, what=None):
        if what == "rssi":
            return _vb.sta_rssi()
        if what == "stations":
            return [(b"",)] * _vb.ap_stations()
        if what is not None:
            raise ValueError("unknown status param")
        state = _vb.sta_status()
        if state == "got-ip":
            return STAT_GOT_IP
        if state == "idle":
            return STAT_IDLE
        if state == "connecting":
            return STAT_CONNECTING
        if state == "no-address":
            return STAT_CONNECTING if IS_ESP32 else 2
        if state == "refused":
            return STAT_ASSOC_FAIL if IS_ESP32 else STAT_CONNECT_FAIL
        return STAT_WRONG_PASSWORD if state == "wrong-password" else STAT_NO_AP_FOUND

    def scan(self):
        self._need_station()
        found = []
        for ap in ujson.loads(_vb.call("scan", "[]")):
            security = (3 if IS_ESP32 else 5) if ap["secured"] else 0
            hidden = False if IS_ESP32 else 1
            found.append((ap["ssid"].encode(), unhexlify(ap["bssid"]), ap["channel"], ap["rssi"], security, hidden))
        return found

    def ifconfig(self, settings=None):
        if settings is not None:
            return None
        if self._interface == AP_IF:
            return ("192.168.4.1", "255.255.255.0", "192.168.4.1", "0.0.0.0")
        ip = _vb.sta_ip()
        if not ip:
            return ("0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0")
        gateway = _vb.sta_gateway()
        return (ip, "255.255.255.0", gateway, gateway)

    def ipconfig(self, what=None, **settings):
        ip, mask, gateway, _ = self.ifconfig()
        if what == "addr4":
            return (ip, mask)
        if what == "gw4":
            return gateway
        if what is not None:
            raise ValueError("unknown config")

    def config(self, what=None, **settings):
        if what is not None:
            return self._get(what)
        for name, value in settings.items():
            self._set(name, value)
        # cyw43 heeds what is configured while the access point is up only since 1.25.
        if self._interface == AP_IF and self._state["on"] and (IS_ESP32 or VERSION >= (1, 25)):
            self._publish()
        _keep()

    def _get(self, what):
        if what == "mac":
            mac = unhexlify(_vb.mac)
            # The soft-AP of an ESP32 has the station's address plus one.
            return mac[:5] + bytes([(mac[5] + 1) & 255]) if IS_ESP32 and self._interface == AP_IF else mac
        if what in ("ssid", "essid"):
            return self._state["ssid"] if self._interface == AP_IF else (self._state["wanted"] or "")
        if what == "channel":
            return _driver["ap"]["channel"]
        if what in ("hostname", "dhcp_hostname"):
            return hostname()
        if what == "reconnects" and IS_ESP32:
            return _driver["sta"]["reconnects"]
        if what in ("pm", "txpower"):
            return 0
        raise ValueError("unknown config param")

    def _set(self, name, value):
        ap = _driver["ap"]
        if name in ("ssid", "essid"):
            ap["ssid"] = value.decode() if isinstance(value, bytes) else value
        elif name in ("key", "password"):
            if value and not 8 <= len(value) <= 63:
                raise ValueError("AP key length must be 8 to 63")
            ap["key"] = value
        elif name == "security" or (name == "authmode" and IS_ESP32):
            ap["security"] = value
        elif name == "channel":
            ap["channel"] = value
        elif name in ("hostname", "dhcp_hostname"):
            hostname(value)
        elif name == "reconnects" and IS_ESP32:
            _driver["sta"]["reconnects"] = value
            _vb.wlan("retries", ujson.dumps({"count": value}))
        elif name in ("pm", "txpower") or (IS_ESP32 and name in ("hidden", "max_clients", "mac", "protocol")):
            pass
        else:
            raise ValueError("unknown config param")

"""
A NetworkManager with a radio, for tests: a template for python3-dbusmock, on top of that package's own.

What the package's lacks is here: connections take their time and tell it by signals, one connection replaces the other, keys are
checked (asked of a secret agent where the profile has none), addresses are given or not, and AddAndActivateConnection2. The states and
reasons follow NetworkManager's D-Bus reference; what a real one does with a real radio is not proved by this.
"""
import hashlib
import json
import os
import time

import dbus
import dbus.service
import dbusmock
from dbusmock import MOCK_IFACE
from dbusmock.templates import networkmanager as base
from dbusmock.templates.networkmanager import *  # noqa: F401,F403 - a template is its names
from gi.repository import GLib

BUS_NAME = base.BUS_NAME
MAIN_OBJ = base.MAIN_OBJ
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

NM = 'org.freedesktop.NetworkManager'
NM_PATH = '/org/freedesktop/NetworkManager'
SETTINGS_PATH = NM_PATH + '/Settings'
AGENTS_PATH = NM_PATH + '/AgentManager'
AGENTS = NM + '.AgentManager'
DEVICE = NM + '.Device'
WIRELESS = NM + '.Device.Wireless'
ACTIVE = NM + '.Connection.Active'

STEP_MS = 5
DISCONNECTED, PREPARE, CONFIG, NEED_AUTH, IP_CONFIG, ACTIVATED, DEACTIVATING, FAILED = 30, 40, 50, 60, 70, 100, 110, 120

# Of the one mock that a process is.
air = {}
agents = []
profiles = {'volatile': set()}
now = {'active': None, 'settings': None, 'place': None, 'number': 0, 'deny': False, 'fail': 0, 'main': None, 'device': None}


def later(ms, step, *args):
    def once():
        step(*args)
        return False
    GLib.timeout_add(ms, once)


def update(obj, interface, properties):
    """As UpdateProperties, which in some versions knows no object paths."""
    for name, value in properties.items():
        obj.props[interface][name] = value
    obj.EmitSignal(dbus.PROPERTIES_IFACE, 'PropertiesChanged', 'sa{sv}as', [
        interface, dbus.Dictionary(properties, signature='sv'), dbus.Array([], signature='s')])


def device():
    return dbusmock.get_object(now['device'])


def set_device(state, reason):
    dev = device()
    old = dev.Get(DEVICE, 'State')
    update(dev, DEVICE, {
        'State': dbus.UInt32(state),
        'StateReason': dbus.Struct((dbus.UInt32(state), dbus.UInt32(reason)), signature='uu'),
    })
    dev.EmitSignal(DEVICE, 'StateChanged', 'uuu', [dbus.UInt32(state), old, dbus.UInt32(reason)])


def tell_place(ssid, address):
    """Where the computer is, for the test: as the kernel would have the address."""
    with open(now['place'] + '.new', 'w', encoding='utf-8') as file:
        json.dump({'ssid': ssid, 'address': address}, file)
    os.replace(now['place'] + '.new', now['place'])


def text_of(settings):
    return bytes(settings['802-11-wireless']['ssid']).decode()


def set_active(path, state, reason):
    update(dbusmock.get_object(path), ACTIVE, {'State': dbus.UInt32(state)})
    dbusmock.get_object(path).EmitSignal(ACTIVE, 'StateChanged', 'uu', [dbus.UInt32(state), dbus.UInt32(reason)])


def begin(profile):
    """Takes the place of what was active."""
    settings = dbusmock.get_object(profile).settings
    if now['active'] is not None:
        end(60, DEACTIVATING)
    now['number'] += 1
    path = f"{NM_PATH}/ActiveConnection/{now['number']}"
    now['main'].AddObject(path, ACTIVE, {
        'Devices': dbus.Array([dbus.ObjectPath(now['device'])], signature='o'),
        'Default': False,
        'Default6': False,
        'Type': settings['connection']['type'],
        'Vpn': False,
        'Connection': dbus.ObjectPath(profile),
        'Master': dbus.ObjectPath('/'),
        'SpecificObject': dbus.ObjectPath('/'),
        'Uuid': settings['connection']['uuid'],
        'Id': settings['connection']['id'],
        'State': dbus.UInt32(1),
    }, [])
    now['main'].object_manager_emit_added(path)
    now['active'], now['settings'], now['profile'] = path, settings, profile
    manager = dbusmock.get_object(NM_PATH)
    update(manager, NM, {'ActiveConnections': dbus.Array([dbus.ObjectPath(path)], signature='o')})
    update(device(), DEVICE, {'ActiveConnection': dbus.ObjectPath(path)})
    set_device(PREPARE, 0)
    later(STEP_MS, configure, path)
    return dbus.ObjectPath(path)


def end(reason, state=DEACTIVATING):
    """What is active is over. A volatile profile goes with it."""
    path, profile = now['active'], now['profile']
    now['active'] = None
    tell_place(None, None)
    set_device(state, reason)
    # Because of the device.
    set_active(path, 4, 3)
    update(device(), DEVICE, {'ActiveConnection': dbus.ObjectPath('/')})
    update(dbusmock.get_object(NM_PATH), NM, {'ActiveConnections': dbus.Array([], signature='o')})
    now['main'].object_manager_emit_removed(path)
    now['main'].RemoveObject(path)
    if profile in profiles['volatile']:
        forget(profile)


def end_and_rest(reason, state=DEACTIVATING, autoconnect=True):
    end(reason, state)
    set_device(DISCONNECTED, 0)
    if autoconnect:
        later(STEP_MS, go_home)


def go_home():
    if now['active'] is None:
        for path, settings in saved():
            if settings['connection'].get('autoconnect', True):
                begin(path)
                return


def saved():
    paths = dbusmock.get_object(SETTINGS_PATH).ListConnections()
    return [(str(path), dbusmock.get_object(path).settings) for path in paths]


def forget(profile):
    profiles['volatile'].discard(profile)
    settings = dbusmock.get_object(SETTINGS_PATH)
    left = [path for path in settings.ListConnections() if path != profile]
    update(settings, NM + '.Settings', {'Connections': dbus.Array(left, signature='o')})
    settings.EmitSignal(NM + '.Settings', 'ConnectionRemoved', 'o', [dbus.ObjectPath(profile)])
    dbusmock.get_object(profile).EmitSignal(NM + '.Settings.Connection', 'Removed', '', [])
    now['main'].object_manager_emit_removed(profile)
    now['main'].RemoveObject(profile)


def configure(path):
    if now['active'] != path:
        return
    set_device(CONFIG, 0)
    if now['fail']:
        reason, now['fail'] = now['fail'], 0
        later(STEP_MS, fail, path, reason)
        return
    settings = now['settings']
    network = air.get(text_of(settings))
    if network is None:
        later(STEP_MS, fail, path, 53)
    elif network['password'] == '':
        later(STEP_MS, addresses, path, network)
    else:
        later(STEP_MS, authenticate, path, network)


def authenticate(path, network):
    """First it gets the secrets together, which the log of a real one calls need-auth as well."""
    if now['active'] != path:
        return
    set_device(NEED_AUTH, 0)
    settings = now['settings']
    security = settings.get('802-11-wireless-security', {})
    ssid = text_of(settings)

    def answered(secrets):
        check(path, network, ssid, str(secrets.get('802-11-wireless-security', {}).get('psk', '')))

    def refused(_error):
        fail(path, 7)

    if 'psk' in security or not agents:
        check(path, network, ssid, str(security.get('psk', '')))
        return
    agent = dbus.SystemBus().get_object(agents[-1], NM_PATH + '/SecretAgent')
    agent.GetSecrets(settings, dbus.ObjectPath(now['profile']), '802-11-wireless-security',
                     dbus.Array([], signature='s'), dbus.UInt32(5),
                     dbus_interface=NM + '.SecretAgent', reply_handler=answered, error_handler=refused)


def check(path, network, ssid, psk):
    if now['active'] != path:
        return
    key = hashlib.pbkdf2_hmac('sha1', network['password'].encode(), ssid.encode(), 4096, 32).hex()
    if psk in (network['password'], key):
        addresses(path, network)
        return
    # A key that does not fit: it asks for another one, and nobody has it.
    set_device(CONFIG, 0)
    set_device(NEED_AUTH, 8)
    later(STEP_MS, fail, path, 7)


def addresses(path, network):
    if now['active'] != path:
        return
    set_device(IP_CONFIG, 0)
    if network['dhcp'] == 'none':
        later(100, fail, path, 5)
    else:
        later(STEP_MS, arrive, path, network)


def arrive(path, network):
    if now['active'] != path:
        return
    tell_place(text_of(now['settings']), network['address'])
    set_device(ACTIVATED, 0)
    set_active(path, 2, 0)


def fail(path, reason):
    if now['active'] == path:
        end_and_rest(reason, FAILED)


def refuse():
    if now['deny']:
        raise dbus.exceptions.DBusException('Not authorized to control networking.', name=NM + '.PermissionDenied')


def add_profile(settings):
    refuse()
    return str(dbusmock.get_object(SETTINGS_PATH).SettingsAddConnection(settings))


def activate(_self, profile, _device, _specific):
    refuse()
    return begin(str(profile))


def add_and_activate(_self, settings, _device, _specific, options):
    profile = add_profile(settings)
    dbusmock.get_object(profile).ConnectionDelete = delete
    if options.get('persist') == 'volatile':
        profiles['volatile'].add(profile)
    return dbus.ObjectPath(profile), begin(profile), dbus.Dictionary({}, signature='sv')


def deactivate(_self, active):
    if active == now['active']:
        end_and_rest(39)


def delete(obj):
    profile = obj.connection_path
    if now['active'] is not None and now['profile'] == profile:
        end_and_rest(38)
    if profile in [str(path) for path in dbusmock.get_object(SETTINGS_PATH).ListConnections()]:
        forget(profile)


def add_and_mind(_self, settings):
    profile = add_profile(settings)
    dbusmock.get_object(profile).ConnectionDelete = delete
    return dbus.ObjectPath(profile)


def scan(obj):
    def listened():
        # nmcli compares it with its own clock.
        now_ms = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
        update(obj, WIRELESS, {'LastScan': dbus.Int64(now_ms)})
    later(STEP_MS, listened)


def load(mock, parameters):
    base.load(mock, parameters)
    now['main'] = mock
    manager = dbusmock.get_object(NM_PATH)
    manager.begin, manager.add_and_begin, manager.finish = activate, add_and_activate, deactivate
    manager.AddMethod(NM, 'ActivateConnection', 'ooo', 'o', 'ret = self.begin(self, *args)')
    manager.AddMethod(NM, 'DeactivateConnection', 'o', '', 'self.finish(self, *args)')
    manager.AddMethod(NM, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', 'ooa{sv}', 'ret = self.add_and_begin(self, *args)')
    settings = dbusmock.get_object(SETTINGS_PATH)
    settings.add_and_mind = add_and_mind
    settings.AddMethod(NM + '.Settings', 'AddConnectionUnsaved', 'a{sa{sv}}', 'o', 'ret = self.add_and_mind(self, *args)')
    mock.AddObject(AGENTS_PATH, AGENTS, {}, [])
    now['device'] = str(mock.AddWiFiDevice('wlan0', 'wlan0', DISCONNECTED))
    wlan = device()
    wlan.AddProperty(WIRELESS, 'LastScan', dbus.Int64(1000))
    wlan.scan = scan
    wlan.AddMethod(WIRELESS, 'RequestScan', 'a{sv}', '', 'self.scan(self)')


@dbus.service.method(AGENTS, in_signature='s', out_signature='', sender_keyword='sender')
def Register(_self, _name, sender=None):
    agents.append(sender)


@dbus.service.method(AGENTS, in_signature='su', out_signature='', sender_keyword='sender')
def RegisterWithCapabilities(_self, _name, _capabilities, sender=None):
    agents.append(sender)


@dbus.service.method(AGENTS, in_signature='', out_signature='', sender_keyword='sender')
def Unregister(_self, sender=None):
    if sender in agents:
        agents.remove(sender)


@dbus.service.method(MOCK_IFACE, in_signature='s', out_signature='')
def TellPlaceTo(_self, path):
    now['place'] = path
    tell_place(None, None)


@dbus.service.method(MOCK_IFACE, in_signature='ssssy', out_signature='')
def PutOnAir(self, ssid, password, dhcp, address, strength):
    """`dhcp`: works or none. `address`: what it gives."""
    number = len(air) + 1
    air[str(ssid)] = {'password': str(password), 'dhcp': str(dhcp), 'address': str(address)}
    security = 0x100 if password else 0
    now['main'].AddAccessPoint(now['device'], f'ap{number}', ssid, f'02:00:00:00:00:{number:02X}', 2, 2412, 54000, strength, security)


@dbus.service.method(MOCK_IFACE, in_signature='ssb', out_signature='')
def Know(_self, ssid, uuid, autoconnect):
    """A network of the computer's owner; the first that connects by itself is its home, and it goes there at once."""
    profile = add_profile(dbus.Dictionary({
        'connection': dbus.Dictionary({'id': ssid, 'uuid': uuid, 'type': '802-11-wireless', 'autoconnect': False}, signature='sv'),
        '802-11-wireless': dbus.Dictionary({'ssid': dbus.ByteArray(str(ssid).encode()), 'mode': 'infrastructure'}, signature='sv'),
    }, signature='sa{sv}'))
    dbusmock.get_object(profile).settings['connection']['autoconnect'] = autoconnect
    go_home()


@dbus.service.method(MOCK_IFACE, in_signature='', out_signature='')
def Disconnect(_self):
    """As by the owner: it stays off."""
    if now['active'] is not None:
        end_and_rest(39, DEACTIVATING, False)


@dbus.service.method(MOCK_IFACE, in_signature='b', out_signature='')
def Deny(_self, deny):
    now['deny'] = bool(deny)


@dbus.service.method(MOCK_IFACE, in_signature='u', out_signature='')
def FailNext(_self, reason):
    """The next connection fails with this reason of a device's state."""
    now['fail'] = int(reason)


@dbus.service.method(MOCK_IFACE, in_signature='b', out_signature='')
def SwitchWifi(_self, on):
    manager = dbusmock.get_object(NM_PATH)
    update(manager, NM, {'WirelessEnabled': bool(on)})
    if not on and now['active'] is not None:
        end(37)
    set_device(DISCONNECTED if on else 20, 0)

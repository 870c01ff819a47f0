// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/adb"
)

const (
	projection = " --projection package_name:so_filename:has_functions"
	installed  = "content query --uri content://org.khronos.openxr.runtime_broker/openxr/1/abi/arm64-v8a/runtimes/active" + projection
	ofSystem   = "content query --uri content://org.khronos.openxr.system_runtime_broker/openxr/1/abi/arm64-v8a/runtimes/active" + projection
	noProvider = "Error while accessing provider:org.khronos.openxr.runtime_broker\njava.lang.IllegalStateException: Could not find provider: org.khronos.openxr.runtime_broker\n\tat com.android.commands.content.Content$Command.execute(Content.java:514)\n"
)

// quest are the commands of a headset, as far as they are asked.
func quest() map[string]printed {
	return map[string]printed{
		"getprop ro.product.manufacturer":  {text: "Oculus\n"},
		"getprop ro.product.model":         {text: "Quest 3\n"},
		"getprop ro.build.display.id":      {text: "UP1A.231005.007.A1\n"},
		"getprop ro.build.version.release": {text: "14\n"},
		"getprop ro.build.version.sdk":     {text: "34\n"},
		"getprop ro.product.cpu.abi":       {text: "arm64-v8a\n"},
		"pm list features":                 {text: "feature:reqGlEsVersion=0x30002\nfeature:android.hardware.vr.headtracking=1\nfeature:oculus.hardware.standalone_vr\nfeature:android.hardware.wifi\n"},
		installed:                          {errors: noProvider, exit: 1},
		ofSystem:                           {text: "Row: 0 package_name=com.oculus.systemdriver, so_filename=libopenxr_forwardloader.oculus.so, has_functions=0\n"},
	}
}

// with returns a copy of commands in which some print something else.
func with(commands, others map[string]printed) map[string]printed {
	for command, output := range others {
		commands[command] = output
	}
	return commands
}

const (
	serialOfQuest  = "2G0YC1ZF8B0PXK"
	addressOfQuest = "192.168.178.23:5555"
	twoHeadsets    = serialOfQuest + "         device usb:3-1.2 product:eureka model:Quest_3 device:eureka transport_id:1\n" +
		addressOfQuest + "    device product:eureka model:Quest_3 device:eureka transport_id:12\n"
	secondShell = "shell_v2,cmd,stat_v2,ls_v2"
)

func server(list string, devices map[string]map[string]printed) *fake {
	f := &fake{host: map[string]string{"host:version": okay("0029"), "host:devices-l": okay(list)}, reachable: devices}
	for which := range devices {
		f.host["host-transport"+which+":features"] = okay(secondShell)
	}
	return f
}

func TestServer_FindsHeadsets(t *testing.T) {
	t.Parallel()
	f := server(twoHeadsets, map[string]map[string]printed{"-id:1": quest(), "-id:12": quest()})
	got, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	require.Equal(t, 41, got.Version)
	headset := func(number int, connection adb.Connection, path string) adb.Device {
		return adb.Device{
			Number: number, Connection: connection, USBPath: path, State: adb.StateDevice, Because: []string{},
			Manufacturer: new("Oculus"), Model: new("Quest 3"), Build: new("UP1A.231005.007.A1"), Release: new("14"), SDK: new("34"), ABI: new("arm64-v8a"),
			Known: report.VerdictYes, Declared: report.VerdictYes, Features: []string{"android.hardware.vr.headtracking", "oculus.hardware.standalone_vr"},
			Runtime: adb.Runtime{
				State: adb.RuntimeFound, Authority: "org.khronos.openxr.system_runtime_broker", Package: "com.oculus.systemdriver", Library: "libopenxr_forwardloader.oculus.so",
			},
		}
	}
	require.Equal(t, []adb.Device{headset(1, adb.ConnectionUSB, "3-1.2"), headset(2, adb.ConnectionNetwork, "")}, got.Devices)
	require.NotContains(t, fmt.Sprintf("%+v", got), serialOfQuest)
	require.NotContains(t, fmt.Sprintf("%+v", got), "192.168")
}

// The client asks for nothing but what the package's comment names.
func TestServer_AsksOnlyToRead(t *testing.T) {
	t.Parallel()
	f := server(twoHeadsets, map[string]map[string]printed{"-id:1": quest(), "-id:12": quest()})
	_, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	for _, asked := range f.requests() {
		switch {
		case asked == "host:version", asked == "host:devices-l", strings.HasPrefix(asked, "host:transport-id:"), strings.HasSuffix(asked, ":features"):
		default:
			command, isShell := strings.CutPrefix(asked, "shell,v2,raw:")
			require.True(t, isShell, asked)
			require.Contains(t, quest(), command)
		}
	}
	require.Len(t, f.requests(), 2+2*(1+2*9))
}

func TestServer_IdentifyAlone(t *testing.T) {
	t.Parallel()
	client := server(twoHeadsets, map[string]map[string]printed{"-id:1": quest(), "-id:12": quest()}).start(t)
	client.Identify = true
	got, err := client.Server(t.Context())
	require.NoError(t, err)
	require.Equal(t, serialOfQuest, got.Devices[0].Identity.Serial)
	require.Equal(t, addressOfQuest, got.Devices[1].Identity.Serial)
}

// A device may have its serial number in other places too, and the server says it in its refusals.
func TestServer_HidesTheSerialNumberEverywhere(t *testing.T) {
	t.Parallel()
	commands := with(quest(), map[string]printed{
		"getprop ro.build.display.id": {text: "build for " + serialOfQuest},
		"pm list features":            {text: "feature:android.hardware.vr." + serialOfQuest},
		ofSystem:                      {text: "Row: 0 package_name=com." + serialOfQuest + ", so_filename=lib" + serialOfQuest + ".so, has_functions=1"},
	})
	const other = "R58M123ABC"
	f := server(serialOfQuest+" device usb:1-1 transport_id:1\n"+other+" device usb:1-2\n", map[string]map[string]printed{"-id:1": commands})
	f.host["host-serial:"+other+":features"] = fails("device '" + other + "' not found")
	got, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%+v %v", got, *got.Devices[0].Build), serialOfQuest)
	require.NotContains(t, fmt.Sprintf("%+v", got), other)
	require.Equal(t, "build for \uFFFD", *got.Devices[0].Build)
	require.True(t, got.Devices[0].Runtime.HasFunctions)
	require.Equal(t, []string{"what the device can do: the adb server refused: the device is gone"}, got.Devices[1].Because)
}

// A server or a device that is too old for the second shell has the first, and one without numbers takes serial numbers.
func TestServer_OldShell(t *testing.T) {
	t.Parallel()
	f := server("emulator-5554          device product:x model:Quest device:monterey\n", map[string]map[string]printed{":emulator-5554": quest()})
	f.host["host-serial:emulator-5554:features"] = okay("cmd")
	got, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	device := got.Devices[0]
	require.Equal(t, adb.ConnectionEmulator, device.Connection)
	require.Equal(t, "Quest 3", *device.Model)
	require.Equal(t, adb.RuntimeFound, device.Runtime.State)
	require.Empty(t, device.Because)
	require.Contains(t, f.requests(), "shell:getprop ro.product.model")
}

func TestServer_States(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		state      adb.State
		connection adb.Connection
		because    string
	}{
		"1WMHH unauthorized usb:1-4 transport_id:3":                    {adb.StateUnauthorized, adb.ConnectionUSB, "allow USB debugging"},
		"1WMHH offline usb:1-4 transport_id:3":                         {adb.StateOffline, adb.ConnectionUSB, "does not answer"},
		"1WMHH authorizing transport_id:3":                             {adb.StateAuthorizing, adb.ConnectionUSB, "still connecting"},
		"10.0.0.7:5555 connecting transport_id:3":                      {adb.StateConnecting, adb.ConnectionNetwork, "still connecting"},
		"adb-1WMHH-x1._adb-tls-connect._tcp offline transport_id:3":    {adb.StateOffline, adb.ConnectionNetwork, "does not answer"},
		"(no serial number)     no permissions usb:1-4 transport_id:3": {adb.StateNoPermissions, adb.ConnectionUSB, "no udev rule"},
		"1WMHH no permissions (missing udev rules? user is in the plugdev group); see [http://developer.android.com/tools/device.html] usb:1-4 transport_id:3": {
			adb.StateNoPermissions, adb.ConnectionUSB, "no udev rule"},
		"1WMHH recovery usb:1-4 transport_id:3": {adb.StateRecovery, adb.ConnectionUSB, "the mode recovery"},
		"1WMHH sideload transport_id:3":         {adb.StateSideload, adb.ConnectionUSB, "the mode sideload"},
		"1WMHH devices transport_id:3":          {adb.StateUnknown, adb.ConnectionUSB, "does not say what state"},
		"1WMHH dreaming transport_id:3":         {adb.StateUnknown, adb.ConnectionUSB, "does not say what state"},
	} {
		f := server(line+"\n", nil)
		got, err := f.start(t).Server(t.Context())
		require.NoError(t, err, line)
		require.Len(t, got.Devices, 1, line)
		device := got.Devices[0]
		require.Equal(t, want.state, device.State, line)
		require.Equal(t, want.connection, device.Connection, line)
		require.Len(t, device.Because, 1, line)
		require.Contains(t, device.Because[0], want.because, line)
		require.Equal(t, report.VerdictUnknown, device.Known, line)
		require.Nil(t, device.Features, line)
		require.Equal(t, adb.RuntimeUnknown, device.Runtime.State, line)
		require.Len(t, f.requests(), 2, "the device is not asked")
	}
}

func TestServer_OtherDevices(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		others          map[string]printed
		known, declared report.Verdict
		runtime         adb.Runtime
		because         []string
	}{
		"a headset of no table": {
			map[string]printed{"getprop ro.product.manufacturer": {text: "ACME"}, "getprop ro.product.model": {text: "Visor 1"}, "pm list features": {text: "feature:android.software.xr.api.openxr=65537\n"}},
			report.VerdictNo, report.VerdictYes, adb.Runtime{State: adb.RuntimeFound, Authority: "org.khronos.openxr.system_runtime_broker", Package: "com.oculus.systemdriver", Library: "libopenxr_forwardloader.oculus.so"}, nil,
		},
		"a phone with a headset's name": {
			map[string]printed{"getprop ro.product.manufacturer": {text: "QUMO"}, "pm list features": {text: "feature:android.hardware.vr.high_performance\nfeature:android.software.vr.mode\n"}, ofSystem: {errors: noProvider}},
			report.VerdictNo, report.VerdictNo, adb.Runtime{State: adb.RuntimeNone}, nil,
		},
		"a broker without a runtime": {
			map[string]printed{installed: {text: "No result found.\n"}, ofSystem: {text: "No result found.\n"}},
			report.VerdictYes, report.VerdictYes, adb.Runtime{State: adb.RuntimeNone}, nil,
		},
		"an installed broker comes first": {
			map[string]printed{installed: {text: "WARNING: linker: x\nRow: 0 _id=4, so_filename=lib,a.so, b=c.so, package_name=org.a, native_lib_dir=/data/app/~~x==/lib, extra, has_functions=NULL\nRow: 1 package_name=org.b\n"}},
			report.VerdictYes, report.VerdictYes, adb.Runtime{State: adb.RuntimeFound, Authority: "org.khronos.openxr.runtime_broker", Package: "org.a", Library: "lib,a.so"}, nil,
		},
		"a broker that needs a permission": {
			map[string]printed{installed: {errors: "Error while accessing provider:x\njava.lang.SecurityException: Permission Denial: opening provider\n"}},
			report.VerdictYes, report.VerdictYes, adb.Runtime{State: adb.RuntimeUnknown, Because: "the broker org.khronos.openxr.runtime_broker does not answer to a shell"}, nil,
		},
		"a broker that answers something else": {
			map[string]printed{installed: {text: "hello\nRow: x package_name=y\n"}},
			report.VerdictYes, report.VerdictYes, adb.Runtime{State: adb.RuntimeUnknown, Because: "what the broker org.khronos.openxr.runtime_broker answers is not understood"}, nil,
		},
		"missing properties": {
			map[string]printed{"getprop ro.product.model": {text: "\n"}, "getprop ro.product.cpu.abi": {text: strings.Repeat("x", 300)}, "pm list features": {text: "error\n"}},
			report.VerdictUnknown, report.VerdictUnknown, adb.Runtime{State: adb.RuntimeUnknown, Because: "it is not known for which kind of programs the runtime is"},
			[]string{"the property ro.product.model: the device does not have it", "the property ro.product.cpu.abi: the device does not have it", "the features of the device: it lists none"},
		},
		"a device for other programs": {
			map[string]printed{"getprop ro.product.cpu.abi": {text: "riscv64"}},
			report.VerdictYes, report.VerdictYes, adb.Runtime{State: adb.RuntimeUnknown, Because: "it is not known for which kind of programs the runtime is"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := server("1WMHH device usb:1-4 transport_id:3\n", map[string]map[string]printed{"-id:3": with(quest(), row.others)})
			got, err := f.start(t).Server(t.Context())
			require.NoError(t, err)
			device := got.Devices[0]
			require.Equal(t, row.known, device.Known)
			require.Equal(t, row.declared, device.Declared)
			require.Equal(t, row.runtime, device.Runtime)
			require.Equal(t, append([]string{}, row.because...), device.Because)
		})
	}
}

// The loader's word for 32-bit ARM is not Android's.
func TestServer_TheLoadersWordForTheArchitecture(t *testing.T) {
	t.Parallel()
	other := strings.Replace(installed, "arm64-v8a", "armeabi-v7l", 1)
	commands := with(quest(), map[string]printed{"getprop ro.product.cpu.abi": {text: "armeabi-v7a"}, other: {text: "Row: 0 package_name=org.a\n"}})
	got, err := server("1WMHH device usb:1-4 transport_id:3\n", map[string]map[string]printed{"-id:3": commands}).start(t).Server(t.Context())
	require.NoError(t, err)
	require.Equal(t, "org.a", got.Devices[0].Runtime.Package)
}

// The lines that Debian's adb 29.0.6 and 34.0.5 print of two stand-ins for a device, which were connected over the network.
func TestServer_ListOfARealServer(t *testing.T) {
	t.Parallel()
	const list = "127.0.0.1:46001        device product:eureka model:Quest_3 device:eureka transport_id:1\n" +
		"127.0.0.1:46003        device product:eureka model:Quest_3 device:eureka transport_id:2\n"
	f := server(list, map[string]map[string]printed{"-id:1": quest(), "-id:2": quest()})
	f.host["host-transport-id:2:features"] = okay("cmd")
	got, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	require.Len(t, got.Devices, 2)
	for _, device := range got.Devices {
		require.Equal(t, adb.ConnectionNetwork, device.Connection)
		require.Equal(t, report.VerdictYes, device.Known)
		require.Equal(t, adb.RuntimeFound, device.Runtime.State)
	}
	require.Contains(t, f.requests(), "shell:getprop ro.product.model")
}

func TestServer_NoDevices(t *testing.T) {
	t.Parallel()
	got, err := server("", nil).start(t).Server(t.Context()) // as Debian's adb 29.0.6 answers
	require.NoError(t, err)
	require.Equal(t, adb.Server{Version: 41, Devices: []adb.Device{}}, got)
}

// Servers that lie, hang or end early give errors of their kind.
func TestServer_Hostile(t *testing.T) {
	t.Parallel()
	says := func(text string) func(net.Conn) {
		return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
	}
	waits := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			_, _ = io.WriteString(conn, text)
			_, _ = io.Copy(io.Discard, conn) // until the client closes
		}
	}
	for name, row := range map[string]struct {
		raw  func(net.Conn)
		want error
	}{
		"ends at once":             {says(""), adb.ErrDistrusted},
		"ends in the status":       {says("OK"), adb.ErrDistrusted},
		"ends in the length":       {says("OKAY00"), adb.ErrDistrusted},
		"ends before its length":   {says("OKAYffff0029"), adb.ErrDistrusted},
		"another protocol":         {says("HTTP/1.1 400 Bad Request\r\n\r\n"), adb.ErrDistrusted},
		"a length of other digits": {says("OKAY-0010029"), adb.ErrDistrusted},
		"a version of letters":     {says("OKAY0004x029"), adb.ErrDistrusted},
		"a version that is long":   {says("OKAY000510029"), adb.ErrDistrusted},
		"refuses":                  {says(fails("unknown host service")), adb.ErrRefused},
		"refuses for no reason":    {says("FAIL"), adb.ErrDistrusted},
		"hangs":                    {waits(""), adb.ErrTimedOut},
		"hangs in the answer":      {waits("OKAY0004"), adb.ErrTimedOut},
		"hangs after FAIL":         {waits("FAIL0009"), adb.ErrTimedOut},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fake{}
			f.raw = func(conn net.Conn) {
				f.received(conn)
				row.raw(conn)
			}
			client := f.start(t)
			if row.want == adb.ErrTimedOut {
				client.Patience = 50 * time.Millisecond
			}
			_, err := client.Server(t.Context())
			require.ErrorIs(t, err, row.want)
			var typed *adb.Error
			require.ErrorAs(t, err, &typed)
			require.Contains(t, err.Error(), "the version of the adb server: ")
		})
	}
}

func TestServer_HostileList(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"a line without a state": okay("1WMHH\n"),
		"an empty serial number": okay(" device\n"),
		"too many devices":       okay(strings.Repeat("1WMHH offline\n", 65)),
		"a list that ends early": "OKAY00ff1WMHH device\n",
	} {
		f := server("", nil)
		f.host["host:devices-l"] = answer
		_, err := f.start(t).Server(t.Context())
		require.ErrorIs(t, err, adb.ErrDistrusted, name)
	}
}

// A device that hangs, lies or is refused costs its own answers alone.
func TestServer_HostileDevices(t *testing.T) {
	t.Parallel()
	const model = "getprop ro.product.model"
	for name, row := range map[string]struct {
		answer  string
		hangs   bool
		because string
	}{
		"ends in a packet":     {"\x01\x05\x00\x00\x00abc", false, "the connection ended in the middle of the answer"},
		"no exit code":         {packet(1, "Quest 3\n"), false, "the connection ended in the middle of the answer"},
		"a packet of 4 GiB":    {"\x01\xff\xff\xff\xff", false, "it has more than 64 KiB"},
		"a packet of no kind":  {"\x09\x00\x00\x00\x00", false, "a packet of no known kind"},
		"a long exit code":     {packet(3, "ab"), false, "a packet of no known kind"},
		"more than 64 KiB":     {packet(1, strings.Repeat("x", 40<<10)) + packet(2, strings.Repeat("x", 40<<10)) + exited(0), false, "it has more than 64 KiB"},
		"hangs in the packets": {packet(1, "Quest"), true, "the answer did not come in time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := server("", nil)
			good := server(twoHeadsets, map[string]map[string]printed{"-id:1": quest(), "-id:12": quest()})
			f.raw = func(conn net.Conn) {
				bad := false
				for {
					service, ok := good.received(conn)
					switch {
					case !ok:
						return
					case service == "host:transport-id:1":
						bad = true
						_, _ = io.WriteString(conn, "OKAY")
					case service == "host:transport-id:12":
						_, _ = io.WriteString(conn, "OKAY")
					case good.host[service] != "":
						_, _ = io.WriteString(conn, good.host[service])
						return
					case bad && strings.HasSuffix(service, model):
						_, _ = io.WriteString(conn, "OKAY"+row.answer)
						if row.hangs {
							_, _ = io.Copy(io.Discard, conn)
						}
						return
					default:
						_, _ = io.WriteString(conn, "OKAY"+quest()[strings.TrimPrefix(service, "shell,v2,raw:")].sent(true))
						return
					}
				}
			}
			client := f.start(t)
			if row.hangs {
				client.Patience = 3 * time.Second // the other answers have to come before it
			}
			got, err := client.Server(t.Context())
			require.NoError(t, err)
			bad, well := got.Devices[0], got.Devices[1]
			require.Equal(t, "Oculus", *bad.Manufacturer, "what was answered before is kept")
			require.Nil(t, bad.Model)
			require.Equal(t, report.VerdictUnknown, bad.Known)
			require.Equal(t, adb.Runtime{State: adb.RuntimeUnknown, Because: "it is not known for which kind of programs the runtime is"}, bad.Runtime)
			require.Len(t, bad.Because, 1, "after that nothing more is asked")
			require.Contains(t, bad.Because[0], "the property ro.product.model: ")
			require.Contains(t, bad.Because[0], row.because)
			require.Equal(t, report.VerdictYes, well.Known)
			require.Empty(t, well.Because)
		})
	}
}

// A device that goes offline between the list and the questions says so once.
func TestServer_DeviceThatWentAway(t *testing.T) {
	t.Parallel()
	f := server("1WMHH device usb:1-4 transport_id:3\n", nil)
	f.host["host-transport-id:3:features"] = fails("device offline")
	got, err := f.start(t).Server(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"what the device can do: the adb server refused: the device is offline"}, got.Devices[0].Because)
	require.Len(t, f.requests(), 3)
}

func TestServer_NoServer(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	environments := []map[string]string{{"ANDROID_ADB_SERVER_PORT": port}, {"ADB_SERVER_SOCKET": "tcp:" + port}}
	if runtime.GOOS != "windows" {
		environments = append(environments, map[string]string{"ADB_SERVER_SOCKET": "localfilesystem:" + filepath.Join(t.TempDir(), "gone")})
	}
	for _, environment := range environments {
		_, err = clientOf(environment).Server(t.Context())
		require.ErrorIs(t, err, adb.ErrNoServer, environment)
		require.EqualError(t, err, "the version of the adb server: no adb server runs")
	}
}

func TestServer_Cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := &fake{raw: func(conn net.Conn) {
		cancel()
		_, _ = io.Copy(io.Discard, conn)
	}}
	_, err := f.start(t).Server(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, err = f.start(t).Server(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

// Variables are read as adb reads them. Nothing connects to another machine, and no name is looked up.
func TestServer_Environment(t *testing.T) {
	t.Parallel()
	const socket, port, address = "ADB_SERVER_SOCKET", "ANDROID_ADB_SERVER_PORT", "ANDROID_ADB_SERVER_ADDRESS"
	both := func(port string) []string { return []string{"tcp 127.0.0.1:" + port, "tcp [::1]:" + port} }
	for _, row := range []struct {
		environment map[string]string
		goos        string
		dialled     []string
		want        error
	}{
		{nil, "linux", both("5037"), adb.ErrNoServer},
		{map[string]string{port: "5038"}, "linux", both("5038"), adb.ErrNoServer},
		{map[string]string{port: ""}, "linux", both("5037"), adb.ErrNoServer},
		{map[string]string{port: "0"}, "linux", nil, adb.ErrAddress},
		{map[string]string{port: "70000"}, "linux", nil, adb.ErrAddress},
		{map[string]string{port: "x"}, "linux", nil, adb.ErrAddress},
		{map[string]string{address: "localhost", port: "5038"}, "linux", both("5038"), adb.ErrNoServer},
		{map[string]string{address: "127.0.0.2"}, "linux", []string{"tcp 127.0.0.2:5037"}, adb.ErrNoServer},
		{map[string]string{address: "192.168.1.2"}, "linux", nil, adb.ErrElsewhere},
		{map[string]string{socket: "tcp:5040", port: "1", address: "192.168.1.2"}, "linux", both("5040"), adb.ErrNoServer},
		{map[string]string{socket: "tcp:localhost:5040"}, "linux", both("5040"), adb.ErrNoServer},
		{map[string]string{socket: "tcp:localhost"}, "linux", both("5555"), adb.ErrNoServer},
		{map[string]string{socket: "tcp:[::1]:5040"}, "linux", []string{"tcp [::1]:5040"}, adb.ErrNoServer},
		{map[string]string{socket: "tcp:example.org:5040"}, "linux", nil, adb.ErrElsewhere},
		{map[string]string{socket: "tcp:fe80::1%eth0"}, "linux", nil, adb.ErrElsewhere},
		{map[string]string{socket: "tcp:localhost:x"}, "linux", nil, adb.ErrAddress},
		{map[string]string{socket: "vsock:2:5037"}, "linux", nil, adb.ErrElsewhere},
		{map[string]string{socket: "localfilesystem:/run/adb"}, "linux", []string{"unix /run/adb"}, adb.ErrNoServer},
		{map[string]string{socket: "local:/run/adb"}, "darwin", []string{"unix /run/adb"}, adb.ErrNoServer},
		{map[string]string{socket: "local:/run/adb"}, "windows", nil, adb.ErrAddress},
		{map[string]string{socket: "localabstract:adb"}, "linux", []string{"unix @adb"}, adb.ErrNoServer},
		{map[string]string{socket: "localabstract:adb"}, "darwin", nil, adb.ErrAddress},
		{map[string]string{socket: "acceptfd:3"}, "linux", nil, adb.ErrAddress},
		{map[string]string{socket: ""}, "linux", nil, adb.ErrAddress},
	} {
		client := clientOf(row.environment)
		client.GOOS = row.goos
		var dialled []string
		client.Dial = func(_ context.Context, network, address string) (net.Conn, error) {
			dialled = append(dialled, network+" "+address)
			return nil, &net.OpError{Op: "dial", Err: io.ErrClosedPipe}
		}
		_, err := client.Server(t.Context())
		require.ErrorIs(t, err, row.want, row.environment)
		require.Equal(t, row.dialled, dialled, row.environment)
	}
}

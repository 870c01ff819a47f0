// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/process"
)

const (
	monadoLibrary = "/usr/lib/libopenxr_monado.so"
	wivrnLibrary  = "/usr/lib/libopenxr_wivrn.so"
)

// tooLong is a name at which no user can look, not even root.
var tooLong = strings.Repeat("d", 256)

// missingSocket is what Monado's library writes if it finds no socket.
func missingSocket(socket, why string) string {
	return fmt.Sprintf("INFO hello\nERROR [ipc_client_socket_connect] Failed to connect to socket %s: %s!\n"+
		"ERROR [ipc_client_connection_init] Failed to connect to monado service process\n\n###\n#\n# Please start it\n#\n###\n"+
		"XR_ERROR_RUNTIME_FAILURE in xrCreateInstance: Failed to create instance '-1'\n", socket, why)
}

// serviceMachine is a machine on which a runtime does not reach its service.
type serviceMachine struct {
	library string
	log     string
	// variables are NAME=VALUE.
	variables []string
	// sockets are paths; processes are lines of a PID, a name, and NAME=VALUE, or "closed"
	// and perhaps the user's ID.
	sockets, processes []string
	files              map[string]string
}

// serviceSituations are the situations in which a runtime created no instance, and what is said:
// the sentence behind the cause, and the fix.
var serviceSituations = map[string]struct {
	machine   serviceMachine
	text, fix string
}{
	"no socket": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, log: missingSocket("/run/user/1/monado_comp_ipc", "No such file or directory")},
		"no socket of Monado's service is in /run/user/1; the runtime says: Failed to connect to socket /run/user/1/monado_comp_ipc: No such file or directory!",
		"In another terminal, start Monado's service: monado-service",
	},
	"no socket of WiVRn": {
		serviceMachine{library: wivrnLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}},
		"no socket of WiVRn's service is in /run/user/1",
		"In another terminal, start WiVRn's service: wivrn-dashboard",
	},
	"no socket of WiVRn's flatpak": {
		serviceMachine{library: "/var/lib/flatpak/app/io.github.wivrn.wivrn/current/active/files/lib/libopenxr_wivrn.so", variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}},
		"no socket of WiVRn's service is in /run/user/1",
		"In another terminal, start WiVRn's service: flatpak run io.github.wivrn.wivrn",
	},
	"nobody listens": {
		serviceMachine{
			library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/monado_comp_ipc"},
			log: missingSocket("/run/user/1/monado_comp_ipc", "Connection refused"),
		},
		"the socket of Monado's service is there, but no process listens to it; the runtime says: Failed to connect to socket /run/user/1/monado_comp_ipc: Connection refused!",
		"In another terminal: rm /run/user/1/monado_comp_ipc && monado-service",
	},
	"another user's socket": {
		serviceMachine{
			library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/monado_comp_ipc"},
			log: missingSocket("/run/user/1/monado_comp_ipc", "Permission denied"),
		},
		"the socket of Monado's service is not open to this user; the runtime says: Failed to connect to socket /run/user/1/monado_comp_ipc: Permission denied!",
		"Stop that service, and start it as this user: monado-service",
	},
	"an old socket of WiVRn": {
		serviceMachine{library: wivrnLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/wivrn_comp_ipc"}},
		"WiVRn's socket /run/user/1/wivrn_comp_ipc is there",
		"Restart wivrn-server and ask again.",
	},
	"another release's socket": {
		serviceMachine{
			library: wivrnLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/wivrn_comp_ipc"},
			log: missingSocket("/run/user/1/wivrn/comp_ipc", "No such file or directory"),
		},
		"the socket /run/user/1/wivrn_comp_ipc is that of another release of WiVRn than the library's; " +
			"the runtime says: Failed to connect to socket /run/user/1/wivrn/comp_ipc: No such file or directory!",
		"Stop the service, and start the wivrn-server that belongs to the library.",
	},
	"no XDG_RUNTIME_DIR, and another release's socket": {
		serviceMachine{library: monadoLibrary, sockets: []string{"/tmp/monado_comp_ipc"}, log: missingSocket("~/.cache/monado_comp_ipc", "No such file or directory")},
		"XDG_RUNTIME_DIR is not set, so Monado's library does not find the socket of monado-service; " +
			"the runtime says: Failed to connect to socket ~/.cache/monado_comp_ipc: No such file or directory!",
		"Set XDG_RUNTIME_DIR to the directory that monado-service was started with.",
	},
	"another release": {
		serviceMachine{
			library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/monado_comp_ipc"},
			log: "ERROR [check] Monado client library version v25.0.0 does not match service version v25.0.1\nERROR [check] Set IPC_IGNORE_VERSION=1 to ignore it\n",
		},
		"the service that runs is of version v25.0.1, and the runtime's library of version v25.0.0",
		"Stop the monado-service that runs, and start the one of version v25.0.0, which belongs to the library.",
	},
	"another release of a runtime that is not known": {
		serviceMachine{library: "/opt/libopenxr_cloudxr.so", log: "ERROR: client library version A does not match service version B\n"},
		"the service that runs is of version B, and the runtime's library of version A",
		"Stop the service that runs, and start the one that was installed together with the runtime's library.",
	},
	"in another session": {
		serviceMachine{
			library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/0"}, sockets: []string{"/run/user/1/monado_comp_ipc"},
			log: missingSocket("/run/user/0/monado_comp_ipc", "No such file or directory"),
		},
		"the socket of Monado's service is in /run/user/1, but XDG_RUNTIME_DIR is /run/user/0; the runtime says: Failed to connect to socket /run/user/0/monado_comp_ipc: No such file or directory!",
		"export XDG_RUNTIME_DIR=/run/user/1",
	},
	"running with another directory": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/0"}, processes: []string{"7 monado-service XDG_RUNTIME_DIR=/tmp/my_run"}},
		"monado-service runs (process 7) with XDG_RUNTIME_DIR=/tmp/my_run, but in this session it is /run/user/0",
		"export XDG_RUNTIME_DIR=/tmp/my_run",
	},
	"running with a directory that needs quotes": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/0"}, processes: []string{"7 monado-service XDG_RUNTIME_DIR=/tmp/$(a)'b"}},
		"monado-service runs (process 7) with XDG_RUNTIME_DIR=/tmp/$(a)'b, but in this session it is /run/user/0",
		`export XDG_RUNTIME_DIR='/tmp/$(a)'\''b'`,
	},
	"running without a directory": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"7 monado-service A=B"}},
		"monado-service runs (process 7) without XDG_RUNTIME_DIR, but in this session it is /run/user/1",
		"Stop it, and start it in another terminal: XDG_RUNTIME_DIR=/run/user/1 monado-service",
	},
	"running, and the socket is gone": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"6 other XDG_RUNTIME_DIR=/x", "7 monado-service XDG_RUNTIME_DIR=/run/user/1/"}},
		"monado-service runs (process 7), but its socket /run/user/1/monado_comp_ipc is gone",
		"Restart monado-service and ask again.",
	},
	"running as another user": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"7 monado-service closed 4000000000"}},
		"monado-service runs (process 7), but as another user",
		"Stop that service, and start it as this user: monado-service",
	},
	"several are running": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{
			"5 monado-service closed 4000000000", fmt.Sprintf("6 monado-service closed %d", os.Geteuid()), "7 monado-service XDG_RUNTIME_DIR=/run/user/2"}},
		"monado-service runs (process 7) with XDG_RUNTIME_DIR=/run/user/2, but in this session it is /run/user/1",
		"export XDG_RUNTIME_DIR=/run/user/2",
	},
	"one that cannot be read, and a socket in another session": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"7 monado-service closed"}, sockets: []string{"/run/user/2/monado_comp_ipc"}},
		"the socket of Monado's service is in /run/user/2, but XDG_RUNTIME_DIR is /run/user/1",
		"export XDG_RUNTIME_DIR=/run/user/2",
	},
	"two are running that cannot be read": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{
			"5 monado-service closed 4000000000", fmt.Sprintf("6 monado-service closed %d", os.Geteuid())}},
		"monado-service runs (process 6), but has no socket in /run/user/1; its own XDG_RUNTIME_DIR cannot be read",
		"Stop it, and start it in another terminal: XDG_RUNTIME_DIR=/run/user/1 monado-service",
	},
	"running with capabilities, so that only root may read its environment": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{fmt.Sprintf("7 monado-service closed %d", os.Geteuid())}},
		"monado-service runs (process 7), but has no socket in /run/user/1; its own XDG_RUNTIME_DIR cannot be read",
		"Stop it, and start it in another terminal: XDG_RUNTIME_DIR=/run/user/1 monado-service",
	},
	"running as a user who is not known": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"7 monado-service closed"}},
		"monado-service runs (process 7), but has no socket in /run/user/1; its own XDG_RUNTIME_DIR cannot be read",
		"Stop it, and start it in another terminal: XDG_RUNTIME_DIR=/run/user/1 monado-service",
	},
	"WiVRn's service": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/wivrn/comp_ipc"}},
		"a socket of WiVRn's service is here, but none of Monado, which was asked",
		"Make WiVRn's manifest the active one, or start monado-service in its place.",
	},
	"WiVRn's service, and its manifest": {
		serviceMachine{
			library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/wivrn/comp_ipc"},
			files: map[string]string{"/usr/share/openxr/1/openxr_wivrn.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "` + wivrnLibrary + `"}}`},
		},
		"a socket of WiVRn's service is here, but none of Monado, which was asked",
		"export XR_RUNTIME_JSON=/usr/share/openxr/1/openxr_wivrn.json",
	},
	"Monado's service": {
		serviceMachine{library: wivrnLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, sockets: []string{"/run/user/1/monado_comp_ipc"}},
		"a socket of Monado's service is here, but none of WiVRn, which was asked",
		"Make Monado's manifest the active one, or start wivrn-dashboard in its place.",
	},
	"no XDG_RUNTIME_DIR": {
		serviceMachine{library: monadoLibrary, log: missingSocket("/tmp/monado_comp_ipc", "No such file or directory")},
		"XDG_RUNTIME_DIR is not set, so Monado's library does not find the socket of monado-service; " +
			"the runtime says: Failed to connect to socket /tmp/monado_comp_ipc: No such file or directory!",
		"Set XDG_RUNTIME_DIR to the directory that monado-service was started with.",
	},
	"no XDG_RUNTIME_DIR, and a session": {
		serviceMachine{library: monadoLibrary, files: map[string]string{fmt.Sprintf("/run/user/%d/bus", os.Getuid()): ""}},
		"XDG_RUNTIME_DIR is not set, so Monado's library does not find the socket of monado-service",
		fmt.Sprintf("export XDG_RUNTIME_DIR=/run/user/%d", os.Getuid()),
	},
	"no XDG_RUNTIME_DIR, and a socket": {
		serviceMachine{library: monadoLibrary, sockets: []string{"/run/user/77777/monado_comp_ipc"}},
		"XDG_RUNTIME_DIR is not set, so Monado's library does not find the socket of monado-service",
		"export XDG_RUNTIME_DIR=/run/user/77777",
	},
	"no XDG_RUNTIME_DIR, and a service": {
		serviceMachine{library: monadoLibrary, processes: []string{"7 monado-service XDG_RUNTIME_DIR=/tmp/r"}},
		"XDG_RUNTIME_DIR is not set, so Monado's library does not find the socket of monado-service",
		"export XDG_RUNTIME_DIR=/tmp/r",
	},
	"no XDG_RUNTIME_DIR, and an old release's socket": {
		serviceMachine{library: monadoLibrary, sockets: []string{"/tmp/monado_comp_ipc"}, log: missingSocket("/tmp/monado_comp_ipc", "Connection refused")},
		"the socket of Monado's service is there, but no process listens to it; the runtime says: Failed to connect to socket /tmp/monado_comp_ipc: Connection refused!",
		"In another terminal: rm /tmp/monado_comp_ipc && monado-service",
	},
	"no XDG_RUNTIME_DIR, and a new release's socket": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_CACHE_HOME=/c"}, sockets: []string{"/c/monado_comp_ipc"}, log: missingSocket("/c/monado_comp_ipc", "Connection refused")},
		"the socket of Monado's service is there, but no process listens to it; the runtime says: Failed to connect to socket /c/monado_comp_ipc: Connection refused!",
		"In another terminal: rm /c/monado_comp_ipc && monado-service",
	},
	"an empty XDG_RUNTIME_DIR": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR="}, log: "ERROR [f] Could not get socket file name\nERROR [g] Failed to connect\n"},
		"XDG_RUNTIME_DIR is empty, so Monado's library does not find the socket of monado-service; the runtime says: Could not get socket file name",
		"Set XDG_RUNTIME_DIR to the directory that monado-service was started with.",
	},
	"an XDG_RUNTIME_DIR that cannot be looked into": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/" + tooLong}},
		"XDG_RUNTIME_DIR is /" + tooLong + ", into which this user may not look",
		"Log in as this user (su keeps the variable of the user before), or set it to a directory of this user's.",
	},
	"another user's XDG_RUNTIME_DIR, and a session of one's own": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/" + tooLong}, files: map[string]string{fmt.Sprintf("/run/user/%d/bus", os.Getuid()): ""}},
		"XDG_RUNTIME_DIR is /" + tooLong + ", into which this user may not look",
		fmt.Sprintf("export XDG_RUNTIME_DIR=/run/user/%d", os.Getuid()),
	},
	"a relative XDG_RUNTIME_DIR": {
		serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=run"}},
		`XDG_RUNTIME_DIR is the relative path "run", so Monado's library does not find the socket of monado-service`,
		"Set XDG_RUNTIME_DIR to the directory that monado-service was started with.",
	},
	"SteamVR": {
		serviceMachine{library: "/s/bin/linux64/vrclient.so", log: "cannot find vrserver\n"},
		"; the runtime says: cannot find vrserver",
		"Start SteamVR and ask again: steam steam://rungameid/250820",
	},
	"SteamVR, which runs": {
		serviceMachine{library: "/s/bin/linux64/vrclient.so", processes: []string{"9 vrserver A=B"}},
		"vrserver runs (process 9), but does not answer",
		"Restart SteamVR and ask again.",
	},
	"a runtime that is not known, and its word": {
		serviceMachine{library: "/opt/other.so", log: "fatal: no licence\n"},
		"; the runtime says: no licence",
		"the usual fix",
	},
	"a runtime that is not known": {serviceMachine{library: "/opt/other.so", log: "hello\n"}, "", "the usual fix"},
}

// lay makes the machine below a directory, and returns its host.
func (m serviceMachine) lay(t *testing.T) loader.Host {
	t.Helper()
	root := t.TempDir()
	write := func(path, text string) string {
		path = filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for path, text := range m.files {
		write(path, text)
	}
	for _, socket := range m.sockets {
		path := write(socket, "")
		require.NoError(t, os.Remove(path))
		require.NoError(t, syscall.Mknod(path, syscall.S_IFSOCK|0o600, 0))
	}
	for _, line := range m.processes {
		fields := strings.SplitN(line, " ", 3)
		write("/proc/"+fields[0]+"/comm", fields[1]+"\n")
		if user, closed := strings.CutPrefix(fields[2], "closed"); closed {
			if user != "" {
				write("/proc/"+fields[0]+"/status", "Name:\t"+fields[1]+"\nUid:\t0\t"+user+"\t0\t0\n")
			}
			// No user can read a directory as a file.
			require.NoError(t, os.Mkdir(filepath.Join(root, "proc", fields[0], "environ"), 0o700))
			continue
		}
		write("/proc/"+fields[0]+"/environ", "PATH=/bin\x00"+fields[2]+"\x00")
	}
	return loader.Host{GOOS: "linux", Root: root, LookupEnv: func(name string) (string, bool) {
		for _, variable := range m.variables {
			if value, is := strings.CutPrefix(variable, name+"="); is {
				return value, true
			}
		}
		return "", false
	}}
}

// refused returns the report of a runtime that created no instance.
func refused(library, log string) *report.Report {
	const text = "xrCreateInstance: XR_ERROR_RUNTIME_FAILURE"
	return &report.Report{
		Runtimes: []report.Runtime{{ID: "r", Active: true, Library: &library, Log: &log, Cause: &report.Cause{
			Code: report.CauseXrError, Level: report.LevelInstance, Text: text, Result: new("XR_ERROR_RUNTIME_FAILURE"), Fix: new("the usual fix"),
		}}},
		Problems: []report.Problem{{ID: report.CauseXrError, Severity: report.SeverityError, Subject: "r", Text: text, Fix: new("the usual fix")}},
		Modes:    []report.Mode{{Mode: "immersive-vr", Reasons: []report.Reason{{Code: "runtime_failed", Text: "the runtime could not be asked: " + text}}}},
	}
}

func TestUnreachableService_FixFitsTheCase(t *testing.T) {
	t.Parallel()
	for name, c := range serviceSituations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			host := c.machine.lay(t)
			p := &Patient{Machine: Machine{Host: host}, Report: refused(c.machine.library, c.machine.log)}
			p.Installed, _ = host.Available(t.Context())
			runtime := &p.Report.Runtimes[0]
			problem := serviceProblem(p, runtime, func(program string) []process.Process { return processesNamed(p, program) })
			if c.text == "" {
				require.Nil(t, problem)
				return
			}
			want := runtime.Cause.Text + ": " + c.text
			if strings.HasPrefix(c.text, ";") {
				want = runtime.Cause.Text + c.text
			}
			require.Equal(t, &report.Problem{ID: report.CauseXrError, Severity: report.SeverityError, Subject: "r", Text: want, Fix: &c.fix}, problem)
			require.LessOrEqual(t, len(strings.ReplaceAll(want, tooLong, ""))+len(c.fix), 2*160)
		})
	}
}

// Processes are those of this machine, so another root's are not looked at.
func TestUnreachableService_LooksAtNoProcessesOfARoot(t *testing.T) {
	t.Parallel()
	m := serviceMachine{library: monadoLibrary, variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}, processes: []string{"7 monado-service XDG_RUNTIME_DIR=/tmp/r"}}
	r := refused(monadoLibrary, "")
	Examine(t.Context(), Machine{Host: m.lay(t)}, r)
	require.Equal(t, "In another terminal, start Monado's service: monado-service", *r.Problems[0].Fix)
}

// The cause, the reasons and the problem tell the same.
func TestExamine_OneCauseHasOneText(t *testing.T) {
	t.Parallel()
	r := refused(monadoLibrary, missingSocket("/run/user/1/monado_comp_ipc", "No such file or directory"))
	Examine(t.Context(), Machine{Host: serviceMachine{variables: []string{"XDG_RUNTIME_DIR=/run/user/1"}}.lay(t)}, r)
	require.Len(t, r.Problems, 1)
	text := r.Problems[0].Text
	require.Contains(t, text, "Failed to connect to socket")
	require.Equal(t, text, r.Runtimes[0].Cause.Text)
	require.Equal(t, r.Problems[0].Fix, r.Runtimes[0].Cause.Fix)
	require.Equal(t, "the runtime could not be asked: "+text, r.Modes[0].Reasons[0].Text)
}

// Results of other calls and levels have other causes.
func TestUnreachableService_IsSilentAboutOtherCauses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*report.Cause){
		"level":  func(c *report.Cause) { c.Level = report.LevelExtensions },
		"code":   func(c *report.Cause) { c.Code = report.CauseCrashed },
		"result": func(c *report.Cause) { c.Result = new("XR_ERROR_LIMIT_REACHED") },
		"none":   func(c *report.Cause) { c.Result = nil },
	} {
		r := refused(monadoLibrary, "error: no\n")
		change(r.Runtimes[0].Cause)
		p := &Patient{Machine: Machine{Host: serviceMachine{}.lay(t)}, Report: r}
		require.Nil(t, serviceProblem(p, &r.Runtimes[0], func(program string) []process.Process { return processesNamed(p, program) }), name)
	}
}

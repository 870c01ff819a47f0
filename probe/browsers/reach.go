// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/browsers/sandbox"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// Sources of what is said of sandboxes.
const (
	steamVRSource = "phit/chromium-webxr-steam-frame README.md (branch google); https://github.com/utzcoz/chromium-webxr-linux/issues/7"
	monadoSource  = "utzcoz/chromium-webxr-linux README.md: verified with Monado, the XR process being sandboxed"
	windowsSource = "chromium/chromium@1a4f344c device/vr/README.md"
	webKitSource  = "WebKit/WebKit@d6bc1c4f Source/WebKit/UIProcess/XR/openxr"
)

// appContainer is the extension without which Chromium on Windows does not use a runtime.
const appContainer = "XR_EXT_win32_appcontainer_compatible"

// runtime says whether the browser finds the active runtime and reaches it.
func (p *inspection) runtime(out *report.Browser) {
	switch {
	case out.Compiled.Answer == report.VerdictNo:
		out.Search = no("nothing in it looks for an OpenXR runtime")
		out.Files, out.Socket, out.SystemCalls = p.notLooked(), p.notLooked(), p.notLooked()
	case p.Unseen != "":
		because := unknown("%s", p.Unseen)
		out.Search, out.Files, out.Socket, out.SystemCalls = because, because, because, because
	case !p.report.ActiveKnown():
		because := unknown("which runtime is active is not known")
		out.Search, out.Files, out.Socket, out.SystemCalls = because, because, because, because
	case p.report.Active() == nil:
		out.Search = no("no OpenXR runtime is active")
		none := unknown("no OpenXR runtime is active that it could let through")
		out.Files, out.Socket, out.SystemCalls = none, none, none
	case p.Engine == report.EngineChromium && p.Host.System() == "linux":
		p.throughHook(out)
	default:
		p.throughLoader(out)
	}
}

func (p *inspection) notLooked() report.BrowserAnswer {
	return unknown("it has no OpenXR that a sandbox could keep away from a runtime")
}

// throughHook follows Chromium's search on Linux.
func (p *inspection) throughHook(out *report.Browser) {
	switch {
	case p.major < 0:
		because := unknown("the version is not known, and with it how it looks for a runtime")
		out.Search, out.Files, out.Socket, out.SystemCalls = because, because, because, because
		return
	case p.major < sandbox.Since:
		because := unknown("before version %d Chromium has no search of its own on Linux, and what this build has is not known", sandbox.Since)
		out.Search, out.Files, out.Socket, out.SystemCalls = because, because, because, because
		return
	}
	p.hook = sandbox.Look(p.Host)
	out.Manifest = optional(p.hook.Manifest)
	out.Search = p.ofVersion(p.hookSearch())
	out.Files = p.ofVersion(p.hookFiles())
	out.Socket = p.ofVersion(p.hookSocket())
	out.SystemCalls = p.systemCalls()
}

// ofVersion makes what is known of one version unknown of a newer one.
func (p *inspection) ofVersion(a report.BrowserAnswer) report.BrowserAnswer {
	if p.major > sandbox.Known && a.Answer != report.VerdictUnknown {
		a.Because = fmt.Sprintf("version %d would say %s, because %s; of version %d it is not known", sandbox.Known, a.Answer, a.Because, p.major)
		a.Answer = report.VerdictUnknown
	}
	return from(a, sandbox.Source)
}

// hookSearch says whether Chromium's search finds the active runtime.
func (p *inspection) hookSearch() report.BrowserAnswer {
	active, hook := p.report.Active(), p.hook
	switch {
	case hook.Manifest == "" && p.Host.Place != "":
		return no("its programs see no manifest of a runtime where it looks: in %s", strings.Join(sandbox.Directories(p.Host), ", "))
	case hook.Manifest == "":
		return no("it looks in %s, and not where %s is", strings.Join(sandbox.Directories(p.Host), ", "), active.Manifest)
	case hook.Unreadable != "":
		return no("it finds %s, which %s", hook.Manifest, hook.Unreadable)
	case p.Host.Place != "":
		return yes("it finds %s, as its programs see the machine", hook.Manifest)
	case !p.isActive(hook.Manifest):
		return no("it finds %s, and other programs get %s", hook.Manifest, active.Manifest)
	default:
		return yes("it finds %s", hook.Manifest)
	}
}

// isActive reports whether a manifest is that of the active runtime.
func (p *inspection) isActive(file string) bool {
	active := p.report.Active()
	if file == active.Manifest || p.Host.SameFile(p.Host.Absolute(file), p.Host.Absolute(active.Manifest)) {
		return true
	}
	one, errOne := p.Host.ReadManifest(file)
	two, errTwo := p.Host.ReadManifest(active.Manifest)
	if errOne != nil || errTwo != nil {
		return false
	}
	a, b := p.Host.LocateLibrary(one), p.Host.LocateLibrary(two)
	return a != "" && (a == b || p.Host.SameFile(a, b))
}

// library returns the library that programs with the Khronos loader would get by Chromium's manifest, or by the active one if Chromium finds
// none. It returns "" if that is not known.
func (p *inspection) library() string {
	if p.hook.Library != "" {
		return p.hook.Library
	}
	m, err := p.Host.ReadManifest(cmp.Or(p.hook.Manifest, p.report.Active().Manifest))
	if err != nil {
		return ""
	}
	return cmp.Or(p.Host.LocateLibrary(m), m.Library)
}

// hookFiles says whether the sealed process may read what the runtime is made of.
func (p *inspection) hookFiles() report.BrowserAnswer {
	hook := p.hook
	service, _ := services.Of(p.library())
	switch {
	case hook.Manifest == "":
		return no("it knows of no runtime, so it lets none through")
	case hook.Unreadable != "" && p.maybeRead():
		return unknown("it loads no library before it is sealed, and may read this one later; whether that is enough is not known")
	case hook.Unreadable != "":
		return no("as it cannot read the manifest, it lets the folder of no library through")
	case hook.Unresolved != "" && p.maybeRead():
		return unknown("%s; it may read the library later, and whether that is enough is not known", hook.Unresolved)
	case hook.Unresolved != "":
		return no("%s, so it lets the folder of no library through", hook.Unresolved)
	case service.Name == "SteamVR" && !hook.SteamVR:
		return no("the manifest does not have VALVE_runtime_is_steamvr, so SteamVR's shared memory and settings are not let through")
	default:
		return yes("it loads %s before it is sealed, and may read its folder afterwards", hook.Library)
	}
}

// maybeRead reports whether the sealed process may read the library although it did not load it before.
func (p *inspection) maybeRead() bool {
	library := p.library()
	info := p.Host.FileAt(library)
	return library != "" && info.State == loader.StateFound && p.hook.MayRead(info.Canonical)
}

// hookSocket says whether the sealed process may connect to the service of the runtime.
func (p *inspection) hookSocket() report.BrowserAnswer {
	service, isKnown := services.Of(p.library())
	switch {
	case p.hook.SteamVR || service.Name == "SteamVR":
		return yes("it lets SteamVR's sockets through, whose names begin with %s", sandbox.SteamVRPrefix)
	case !isKnown:
		return unknown("which socket this runtime uses is not known; only those of Monado and SteamVR are let through")
	case service.Name != "Monado":
		return no("it lets the sockets of Monado and SteamVR through, and not that of %s", service.Name)
	}
	allowed := sandbox.Sockets(p.Host)
	uses := services.Places(p.library(), p.Host.Getenv)
	switch {
	case len(allowed) == 0:
		return no("neither XDG_RUNTIME_DIR nor XDG_CACHE_HOME says where Monado's socket is, so none is let through")
	case len(uses) > 0 && !slices.Contains(uses, allowed[0]):
		return no("it lets %s through, and Monado uses %s", allowed[0], strings.Join(uses, " or "))
	case p.Host.Place != "" && p.Host.FileAt(allowed[0]).State != loader.StateFound:
		return p.hiddenSocket(allowed[0])
	default:
		return yes("it lets %s through, which is Monado's", allowed[0])
	}
}

// hiddenSocket is about a socket that is not among the files that the programs of a place see.
func (p *inspection) hiddenSocket(inPlace string) report.BrowserAnswer {
	for _, socket := range services.Places(p.library(), p.outside.Getenv) {
		if p.outside.FileAt(socket).State == loader.StateFound {
			return no("Chromium lets %s through, but its programs do not see Monado's socket %s in %s", inPlace, socket, p.Host.Place)
		}
	}
	return unknown("Chromium lets %s through; Monado's service does not run, so whether its programs would see the socket in %s is not known", inPlace, p.Host.Place)
}

// systemCalls says whether the filter of system calls lets the runtime work.
func (p *inspection) systemCalls() report.BrowserAnswer {
	service, _ := services.Of(p.library())
	switch {
	case p.hook.SteamVR || service.Name == "SteamVR":
		return from(unknown("SteamVR 2.17.10 needs --disable-seccomp-filter-sandbox, because its client makes calls that the filter refuses; a newer one may not need it"), steamVRSource)
	case service.Name == "Monado":
		return from(yes("Monado was seen to work in it"), monadoSource)
	default:
		return unknown("nobody is known to have tried this runtime in it")
	}
}

// throughLoader is about browsers that look for a runtime as the Khronos loader does.
func (p *inspection) throughLoader(out *report.Browser) {
	active := p.report.Active()
	if p.Host.Place != "" {
		because := unknown("what it sees of the machine's runtimes in %s is not known: see xrprobe --as %s", p.Host.Place, p.Host.Place)
		out.Search, out.Files, out.Socket, out.SystemCalls = because, because, because, because
		return
	}
	out.Search = yes("it looks for a runtime with the Khronos loader, which finds %s", active.Manifest)
	out.Manifest = optional(active.Manifest)
	switch {
	case p.Engine == report.EngineChromium && p.Host.System() == "windows":
		out.Files = from(p.ofAppContainer(active), windowsSource)
		out.Socket, out.SystemCalls = out.Files, out.Files
	case p.Engine == report.EngineWebKit:
		free := from(yes("WebKit asks the runtime in its UI process, which has no sandbox"), webKitSource)
		out.Files, out.Socket, out.SystemCalls = free, free, free
	default:
		because := unknown("what its sandbox lets through is not known")
		out.Files, out.Socket, out.SystemCalls = because, because, because
	}
}

// ofAppContainer says whether a runtime works in the sandbox of Chromium on Windows.
func (p *inspection) ofAppContainer(active *report.Runtime) report.BrowserAnswer {
	switch {
	case active.Extensions == nil:
		return unknown("its sandbox is an AppContainer, so the runtime must offer %s, and the runtime was not asked: add --level extensions", appContainer)
	case slices.ContainsFunc(active.Extensions, func(e report.Extension) bool { return e.Name == appContainer }):
		return yes("its sandbox is an AppContainer, and the runtime offers %s", appContainer)
	default:
		return no("its sandbox is an AppContainer, and the runtime does not offer %s", appContainer)
	}
}

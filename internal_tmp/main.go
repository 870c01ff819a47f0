package main

import (
	"os"
	"path/filepath"

	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

func main() {
	root := os.Args[1]
	put := func(p string, b []byte) { f := filepath.Join(root, p); os.MkdirAll(filepath.Dir(f), 0o755); os.WriteFile(f, b, 0o644) }
	man := func(name, lib string) []byte { return []byte(`{"file_format_version":"1.0.0","runtime":{"name":"` + name + `","library_path":"` + lib + `"}}`) }
	s := "/home/ann/.local/share/Steam/steamapps/common/SteamVR/"
	put(s+"steamxr_linux64.json", man("SteamVR", "bin/linux64/vrclient.so"))
	put(s+"steamxr_linux32.json", man("SteamVR", "bin/vrclient.so"))
	put(s+"bin/linux64/vrclient.so", loadertest.Library{Arch: "x86_64"}.Bytes())
	put(s+"bin/vrclient.so", loadertest.Library{Arch: "i686"}.Bytes())
	put("/usr/share/openxr/1/openxr_monado.json", man("Monado", "/usr/lib/x86_64-linux-gnu/libopenxr_monado.so.25"))
	put("/usr/lib/x86_64-linux-gnu/libopenxr_monado.so.25", loadertest.Library{Arch: "x86_64"}.Bytes())
	put("/etc/passwd", []byte("ann:x:1000:1000::/home/ann:/bin/sh\n"))
}

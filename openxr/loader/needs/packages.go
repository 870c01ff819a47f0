// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package needs

// debianPackages are the packages of Debian and its derivatives that have the libraries which runtimes need, where the name
// is the same in every release.
func debianPackages() map[string]string {
	return map[string]string{
		"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libGLX.so.0": "libglx0", "libOpenGL.so.0": "libopengl0", "libvulkan.so.1": "libvulkan1",
		"libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1", "libXext.so.6": "libxext6", "libXrandr.so.2": "libxrandr2",
		"libxcb.so.1": "libxcb1", "libxcb-randr.so.0": "libxcb-randr0", "libwayland-client.so.0": "libwayland-client0",
		"libdrm.so.2": "libdrm2", "libgbm.so.1": "libgbm1", "libudev.so.1": "libudev1", "libusb-1.0.so.0": "libusb-1.0-0",
		"libhidapi-hidraw.so.0": "libhidapi-hidraw0", "libhidapi-libusb.so.0": "libhidapi-libusb0", "libbluetooth.so.3": "libbluetooth3",
		"libdbus-1.so.3": "libdbus-1-3", "libsystemd.so.0": "libsystemd0", "libbsd.so.0": "libbsd0", "libcjson.so.1": "libcjson1",
		"libavahi-client.so.3": "libavahi-client3", "libavahi-common.so.3": "libavahi-common3", "libpulse.so.0": "libpulse0",
		"libSDL2-2.0.so.0": "libsdl2-2.0-0", "libstdc++.so.6": "libstdc++6", "libgcc_s.so.1": "libgcc-s1", "libatomic.so.1": "libatomic1",
		"libz.so.1": "zlib1g", "libva.so.2": "libva2", "libopenxr_loader.so.1": "libopenxr-loader1",
	}
}

// Debian returns the packages of Debian and its derivatives that have libraries of an architecture, and the libraries whose
// package is not known.
func Debian(arch string, libraries []string) (packages, unknown []string) {
	suffix := ""
	if arch == "i686" {
		suffix = ":i386"
	}
	named := debianPackages()
	for _, library := range libraries {
		if name, known := named[library]; known {
			packages = append(packages, name+suffix)
		} else {
			unknown = append(unknown, library)
		}
	}
	return packages, unknown
}

// Capabilities returns libraries as RPM packages say that they provide them: "libz.so.1()(64bit)".
func Capabilities(arch string, libraries []string) []string {
	suffix := "()(64bit)"
	if arch == "i686" {
		suffix = ""
	}
	var list []string
	for _, library := range libraries {
		list = append(list, library+suffix)
	}
	return list
}

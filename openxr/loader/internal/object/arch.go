// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

// Multiarch maps architecture words to the names that Debian and its derivatives give to library directories.
func Multiarch() map[string]string {
	return map[string]string{
		"aarch64":     "aarch64-linux-gnu",
		"alpha":       "alpha-linux-gnu",
		"armv5te":     "arm-linux-gnueabi",
		"armv7a-vfp":  "arm-linux-gnueabihf",
		"hppa":        "hppa-linux-gnu",
		"i686":        "i386-linux-gnu",
		"ia64":        "ia64-linux-gnu",
		"loongarch64": "loongarch64-linux-gnu",
		"m68k":        "m68k-linux-gnu",
		"mips":        "mipsel-linux-gnu",
		"mips64":      "mips64el-linux-gnuabi64",
		"ppc64":       "powerpc64-linux-gnu",
		"ppc64el":     "powerpc64le-linux-gnu",
		"riscv64":     "riscv64-linux-gnu",
		"s390x":       "s390x-linux-gnu",
		"sparc64":     "sparc64-linux-gnu",
		"x32":         "x86_64-linux-gnux32",
		"x86_64":      "x86_64-linux-gnu",
	}
}

// AnyARM stands for "armv7a-vfp" or "armv5te" if a header does not tell which.
const AnyARM = "arm"

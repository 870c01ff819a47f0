// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

// archOfBuild maps Go's names of architectures to the words in manifest names (rule L6). It lacks architectures for which
// the loader has no word.
var archOfBuild = map[string]string{
	"386":      "i686",
	"amd64":    "x86_64",
	"arm":      "armv7a-vfp",
	"arm64":    "aarch64",
	"loong64":  "loongarch64",
	"mips":     "mips",
	"mipsle":   "mips",
	"mips64":   "mips64",
	"mips64le": "mips64",
	"ppc64":    "ppc64",
	"ppc64le":  "ppc64el",
	"riscv64":  "riscv64",
	"s390x":    "s390x",
}

// multiarch maps architecture words to the names that Debian and its derivatives give to library directories.
var multiarch = map[string]string{
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

// anyARM stands for "armv7a-vfp" or "armv5te" if a header does not tell which.
const anyARM = "arm"

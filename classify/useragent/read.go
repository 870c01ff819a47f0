// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import (
	"strings"
	"sync"
)

// product is a product in a user-agent string that some rule depends on.
type product int

const (
	mozilla product = iota
	chrome
	headlessChrome
	oculusBrowser
	picoBrowser
	wolvic
	helio
	firefox
	gecko
	computerProduct // a program that runs on computers only, around Chromium
	edge            // the one that is built on Chromium
	edgeHTML        // the one before
	presto
	trident
	iosBrowser
	samsungBrowser
	namedBrowser // a browser with a name of its own that is built on Chromium
	version
	webKit
	textBrowser
	televisionProduct
	botProduct
	otherProduct
	products // the number of products
	ignored  // a word that stands where products do, and says nothing
)

// productNames are the names of the products. Any other name is otherProduct.
var productNames = sync.OnceValue(func() map[string]product {
	return byName(map[product]string{
		mozilla: "Mozilla", chrome: "Chrome Chromium", headlessChrome: "HeadlessChrome", oculusBrowser: "OculusBrowser", picoBrowser: "PicoBrowser",
		wolvic: "Wolvic", helio: "Helio", firefox: "Firefox", gecko: "Gecko", edge: "Edg", edgeHTML: "Edge", presto: "Opera Presto",
		trident: "Trident MSIE", iosBrowser: "CriOS FxiOS EdgiOS OPiOS OPT OPX", samsungBrowser: "SamsungBrowser", version: "Version", webKit: "AppleWebKit",
		namedBrowser:      "OPR Opera_GX YaBrowser Yowser Vivaldi EdgA Brave Iron Maxthon Whale QQBrowser UBrowser MetaSr Avast AVG CCleaner Avira Norton coc_coc_browser HuaweiBrowser MiuiBrowser",
		computerProduct:   "Electron Ubuntu CefSharp QtWebEngine",
		textBrowser:       "Lynx Links ELinks w3m curl Wget libwww-perl python-requests Python-urllib Go-http-client okhttp Java axios PostmanRuntime HTTPie Dillo NetSurf Profile",
		televisionProduct: "CrKey HbbTV Roku SmartTV SMART-TV TV NetTV DTV Maple",
		botProduct: "facebookexternalhit ia_archiver Chrome-Lighthouse Google-InspectionTool GoogleOther BingPreview Mediapartners-Google APIs-Google " +
			"Google-Read-Aloud PhantomJS Scrapy",
		ignored: "Mobile VR Safari like Build",
	})
})

// byName returns the product of each name; the names of a product are separated by spaces.
func byName(names map[product]string) map[string]product {
	products := map[string]product{}
	for which, list := range names {
		for name := range strings.FieldsSeq(list) {
			products[name] = which
		}
	}
	return products
}

// platform is the operating system that a string names.
type platform uint8

const (
	noPlatform platform = iota
	windows
	macintosh
	linux
	chromeOS
	android
	appleMobile
	console
	television
)

const (
	absent  = -1 // the version of a product that the string does not name
	unknown = -2 // the version of a product whose version is not a number
)

// traits are what a user-agent string says.
type traits struct {
	// versions holds the major version of each product, from the product's first place in
	// the string.
	versions [products]int16
	platform platform
	// model is the device's model, on Android.
	model string
	// webView, mobileVR, likeQuest and bot report whether the string has the words for them:
	// "wv", "VR" or "Mobile VR", "... like Quest", and those of [isRobotsPart].
	webView, mobileVR, likeQuest, bot bool
	// handheld reports whether a browser that is built on Gecko says "Mobile" or "Tablet".
	handheld bool
	// iPad reports whether the string names an iPad, frozenMac whether it names the version of
	// macOS at which Safari and Chrome stopped counting, x8664 whether it names a computer's
	// 64-bit processor, and detailed whether the first comment has a part that no rule knows,
	// such as the name of a distribution of Linux.
	iPad, frozenMac, x8664, detailed bool
	// commented reports whether the first comment has been read. Only that one tells the
	// platform and the model.
	commented bool
	// hints are what the client hints say, if there are any.
	hints hintTraits
}

// has reports whether the string names a product.
func (t traits) has(p product) bool { return t.versions[p] != absent }

// read splits a user-agent string into products and, in parentheses, comments. It takes time
// in proportion to the string's length, whatever the string is.
// https://www.rfc-editor.org/rfc/rfc9110.html#name-user-agent
//
// Two libraries were measured instead, and third_party/compare/run repeats it. Each reads
// some of the tables' 233 strings as the same although their classes differ: at most 207
// can be classified from what uap-go 17c35e6 reads, and at most 206 from what
// mileusna/useragent 1.3.5 reads. Both read Oculus Browser as Samsung Internet, and drop
// words such as "Mobile VR" and Wolvic's name. They take 0.9 ms and 43 allocations, and
// 2.2 µs and 16, for each string; read and the rules together take 1.1 µs and 2.
func read(s string) traits {
	var t traits
	for i := range t.versions {
		t.versions[i] = absent
	}
	for s != "" {
		switch s[0] {
		case ' ', '\t':
			s = s[1:]
		case '(':
			var comment string
			comment, s = cutComment(s[1:])
			t.comment(comment)
			t.commented = true
		default:
			end := strings.IndexAny(s, " \t(")
			if end < 0 {
				end = len(s)
			}
			t.product(s[:end])
			s = s[end:]
		}
	}
	return t
}

// cutComment returns the comment up to the parenthesis that closes it, and what follows.
func cutComment(s string) (comment, rest string) {
	depth := 1
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// product reads a product, such as "Chrome/120.0.0.0".
func (t *traits) product(token string) {
	name, number, versioned := strings.Cut(token, "/")
	which, known := productNames()[name]
	switch {
	case which == ignored:
		t.mobileVR = t.mobileVR || name == "VR"
		return
	case versioned && isBot(name):
		which = botProduct
	case !known:
		which = otherProduct
	}
	if !t.has(which) {
		t.versions[which] = major(number)
	}
}

// major returns the number before the first dot, or unknown.
func major(version string) int16 {
	number := int16(0)
	for i := range len(version) {
		digit := version[i]
		if digit == '.' && i > 0 {
			return number
		}
		if digit < '0' || digit > '9' || number > 999 {
			return unknown
		}
		number = number*10 + int16(digit-'0')
	}
	if version == "" {
		return unknown
	}
	return number
}

// comment reads the parts of a comment, which semicolons separate. In browsers that are not
// built on Gecko, the part after the one for Android is the device's model.
func (t *traits) comment(text string) {
	afterAndroid := false
	for text != "" {
		var part string
		part, text, _ = strings.Cut(text, ";")
		part = strings.TrimSpace(part)
		switch {
		case t.flag(part) || t.commented:
		case !afterAndroid && (part == "Android" || strings.HasPrefix(part, "Android ")):
			t.platform, afterAndroid = android, true
		case t.platformOf(part):
		case t.model != "":
		case afterAndroid && strings.Contains(part+" ", " TV "):
			t.platform = television
		case afterAndroid && !isLanguage(part), strings.HasPrefix(part, "Quest"):
			t.model, _, _ = strings.Cut(part, " Build/")
		default:
			t.detailed = true
		}
	}
}

// flag reads a part that is a known word by itself, and reports whether it was one.
func (t *traits) flag(part string) bool {
	switch {
	case part == "wv":
		t.webView = true
	case part == "Mobile VR" || part == "VR":
		t.mobileVR = true
	case part == "Mobile" || part == "Tablet":
		t.handheld = true
	case part == "U" || part == "X11" || strings.HasPrefix(part, "rv:"):
	case part == "Intel Mac OS X 10_15_7":
		t.frozenMac = true
	case strings.HasPrefix(part, "Trident/") || strings.HasPrefix(part, "MSIE "):
		t.versions[trident] = unknown
	case strings.HasSuffix(part, " like Quest"):
		t.likeQuest = true
	case isRobotsPart(part):
		t.bot = true
	default:
		return false
	}
	return true
}

// isRobotsPart reports whether a part of a comment is that of a robot: its name and version,
// or the address of a page about it.
func isRobotsPart(part string) bool {
	name, _, versioned := strings.Cut(part, "/")
	return versioned && isBot(name) || strings.HasPrefix(part, "http") || strings.Contains(part, "+http") || strings.HasPrefix(part, "Yahoo! Slurp")
}

// isBot reports whether a product's name is that of a robot, such as Googlebot or
// Googlebot-Image. Callers also check that a version follows, because the name of a brand of
// phones, CUBOT, ends in "bot" too.
func isBot(name string) bool {
	if productNames()[name] == botProduct {
		return true
	}
	first, _, _ := strings.Cut(name, "-")
	for _, ending := range []string{"bot", "crawler", "spider"} {
		if len(first) >= len(ending) && strings.EqualFold(first[len(first)-len(ending):], ending) {
			return true
		}
	}
	return false
}

// isLanguage reports whether a part is a language, such as "ru-ru", which old versions of
// Android write before the model.
func isLanguage(part string) bool {
	return len(part) == len("ru-ru") && part[2] == '-' || len(part) == len("en")
}

// platformNames are the beginnings of parts that name a platform.
var platformNames = []struct {
	prefix   string
	platform platform
}{
	{"Windows", windows}, {"Macintosh", macintosh}, {"iPhone", appleMobile}, {"iPad", appleMobile}, {"iPod", appleMobile},
	{"CrOS", chromeOS}, {"Xbox", console}, {"PlayStation", console}, {"PLAYSTATION", console}, {"Nintendo", console}, {"New Nintendo", console},
	{"SMART-TV", television}, {"SmartTV", television}, {"Tizen", television}, {"Web0S", television}, {"WebOS", television}, {"webOS", television},
	{"NetCast", television}, {"BRAVIA", television}, {"GoogleTV", television}, {"Apple TV", television}, {"AppleTV", television}, {"AFT", television},
	{"VIDAA", television}, {"Android TV", television}, {"Chromecast", television}, {"MIBOX", television},
	{"MiBOX", television}, {"MiTV", television}, {"SmartHub", television},
	{"Linux", linux}, {"GNU/Linux", linux},
}

// platformOf reads a part that names a platform, and reports whether it did. The last
// platform counts, because a console also names Windows. Linux counts only if it is the only
// one, because Android and televisions name it too.
func (t *traits) platformOf(part string) bool {
	for i := range platformNames {
		row := &platformNames[i]
		if !strings.HasPrefix(part, row.prefix) {
			continue
		}
		if row.platform != linux || t.platform == noPlatform {
			t.platform = row.platform
		}
		t.iPad = t.iPad || row.prefix == "iPad"
		t.x8664 = t.x8664 || part == "Linux x86_64"
		return true
	}
	return false
}

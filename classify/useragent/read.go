// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import "strings"

// product is a product that user-agent strings name, and that decides something.
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
	edge     // Chromium's
	edgeHTML // and the one before
	presto
	trident
	iosBrowser
	samsungBrowser
	namedBrowser // a browser for people that is built on Chromium
	version
	webKit
	textBrowser
	televisionProduct
	botProduct
	otherProduct
	products // how many there are
	ignored  // words that stand where products do, and say nothing
)

// productNames spell the products. What is not among them is another product.
var productNames = spelt(map[product]string{
	mozilla: "Mozilla", chrome: "Chrome Chromium", headlessChrome: "HeadlessChrome", oculusBrowser: "OculusBrowser", picoBrowser: "PicoBrowser",
	wolvic: "Wolvic", helio: "Helio", firefox: "Firefox", gecko: "Gecko", edge: "Edg", edgeHTML: "Edge", presto: "Opera Presto",
	trident: "Trident MSIE", iosBrowser: "CriOS FxiOS EdgiOS OPiOS OPT OPX", samsungBrowser: "SamsungBrowser", version: "Version", webKit: "AppleWebKit",
	namedBrowser:      "OPR Opera_GX YaBrowser Yowser Vivaldi EdgA Brave Iron Maxthon Whale QQBrowser UBrowser MetaSr Avast AVG CCleaner Avira Norton Ddg DuckDuckGo coc_coc_browser HuaweiBrowser MiuiBrowser",
	textBrowser:       "Lynx Links ELinks w3m curl Wget libwww-perl python-requests Python-urllib Go-http-client okhttp Java axios PostmanRuntime HTTPie Dillo NetSurf Profile",
	televisionProduct: "CrKey HbbTV Roku SmartTV SMART-TV TV NetTV DTV Maple",
	botProduct: "facebookexternalhit ia_archiver Chrome-Lighthouse Google-InspectionTool GoogleOther BingPreview Mediapartners-Google APIs-Google " +
		"Google-Read-Aloud PhantomJS Scrapy",
	ignored: "Mobile VR Safari like Build",
})

func spelt(words map[product]string) map[string]product {
	names := map[string]product{}
	for which, spellings := range words {
		for spelling := range strings.FieldsSeq(spellings) {
			names[spelling] = which
		}
	}
	return names
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

// The versions of a product that is not there, and of one whose version is no number.
const (
	absent  = -1
	unknown = -2
)

// traits are what a user-agent string says of itself.
type traits struct {
	versions [products]int16 // by product; the first number of the first one
	platform platform
	model    string // of the device, on Android
	// webView, mobileVR, likeQuest and bot are words of their own.
	webView, mobileVR, likeQuest, bot bool
	// commented says that the first comment is read, which alone tells of the machine.
	commented bool
}

func (t traits) has(p product) bool { return t.versions[p] != absent }

// read takes a user-agent string apart: products outside of parentheses, and comments in
// them. Its time grows with the string's length, whatever the string is.
// https://www.rfc-editor.org/rfc/rfc9110.html#name-user-agent
//
// It is our own by measurement, which third_party/compare/run repeats. Of the 202 strings of
// the tables uap-go 17c35e6 makes the same of some that need different answers, so that at
// most 183 answers could be given from it, and from mileusna/useragent 1.3.5 at most 184:
// both read Oculus Browser as Samsung Internet, and lose words such as "Mobile VR" and
// Wolvic's name. A string takes them 0.9 ms and 43 allocations, and 2.2 µs and 16; here it
// is 1.1 µs and 2, with its classes.
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

// cutComment returns a comment up to the parenthesis that ends it, and what follows.
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

func (t *traits) product(token string) {
	name, number, versioned := strings.Cut(token, "/")
	which, known := productNames[name]
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

// major reads the number before the first point.
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

// comment reads the parts between semicolons. The device's model is the part behind
// Android's, in browsers that are not Gecko's.
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
		}
	}
}

// flag notes a part that is a word of its own, and whether it was one.
func (t *traits) flag(part string) bool {
	switch {
	case part == "wv":
		t.webView = true
	case part == "Mobile VR" || part == "VR":
		t.mobileVR = true
	case part == "Mobile" || part == "Tablet" || part == "U" || part == "X11" || strings.HasPrefix(part, "rv:"):
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

// isRobotsPart reports whether a part of a comment is a robot's: its name and version, or
// the address of a page about it.
func isRobotsPart(part string) bool {
	name, _, versioned := strings.Cut(part, "/")
	return versioned && isBot(name) || strings.HasPrefix(part, "http") || strings.Contains(part, "+http") || strings.HasPrefix(part, "Yahoo! Slurp")
}

// isBot reports whether a product calls itself a robot, as in Googlebot and Googlebot-Image.
// A brand of telephones ends in "bot" too, which is why callers ask for a version behind it.
func isBot(name string) bool {
	if productNames[name] == botProduct {
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

// isLanguage reports whether a part is a language such as "ru-ru", which stood before
// the model once.
func isLanguage(part string) bool {
	return len(part) == len("ru-ru") && part[2] == '-' || len(part) == len("en")
}

// platformNames are what parts of comments begin with.
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

// platformOf notes a part that names a platform, and whether it did. A console says that
// it is Windows too, and Android that it is Linux: the last word counts, but Linux's.
func (t *traits) platformOf(part string) bool {
	for i := range platformNames {
		row := &platformNames[i]
		if !strings.HasPrefix(part, row.prefix) {
			continue
		}
		if row.platform != linux || t.platform == noPlatform {
			t.platform = row.platform
		}
		return true
	}
	return false
}

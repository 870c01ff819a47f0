// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "strings"

// UserAgent is a user-agent string, as navigator.userAgent has it.
type UserAgent string

// product is a product that user-agent strings name, and that decides something.
type product int

const (
	chrome product = iota
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
	edgeAndroid
	samsungBrowser
	opera
	yandex
	vivaldi
	electron
	version
	safari
	webKit
	textBrowser
	televisionProduct
	botProduct
	otherProduct
	products // how many there are
	ignored  // words that stand where products do, and say nothing
)

// productNames spell the products. What is not among them is another product.
var productNames = map[string]product{
	"Chrome": chrome, "Chromium": chrome, "HeadlessChrome": headlessChrome, "OculusBrowser": oculusBrowser, "PicoBrowser": picoBrowser,
	"Wolvic": wolvic, "Helio": helio, "Firefox": firefox, "Gecko": gecko, "Edg": edge, "Edge": edgeHTML, "EdgA": edgeAndroid,
	"SamsungBrowser": samsungBrowser, "OPR": opera, "YaBrowser": yandex, "Vivaldi": vivaldi, "Electron": electron,
	"Opera": presto, "Presto": presto, "Trident": trident, "MSIE": trident,
	"CriOS": iosBrowser, "FxiOS": iosBrowser, "EdgiOS": iosBrowser, "OPiOS": iosBrowser, "OPT": iosBrowser,
	"Version": version, "Safari": safari, "AppleWebKit": webKit,
	"Lynx": textBrowser, "Links": textBrowser, "ELinks": textBrowser, "w3m": textBrowser, "curl": textBrowser, "Wget": textBrowser,
	"CrKey": televisionProduct, "HbbTV": televisionProduct, "Roku": televisionProduct, "SmartTV": televisionProduct, "SMART-TV": televisionProduct,
	"Mozilla": ignored, "Mobile": ignored, "VR": ignored,
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
	// webView, mobileVR, likeQuest and bot are words of their own in the comments.
	webView, mobileVR, likeQuest, bot bool
}

func (t traits) has(p product) bool { return t.versions[p] != absent }

// read takes a user-agent string apart: products outside of parentheses, and comments in
// them. It looks at each byte once, whatever the string is.
// https://www.rfc-editor.org/rfc/rfc9110.html#name-user-agent
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
	case isBot(name) && versioned:
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
		case t.flag(part):
		case strings.HasPrefix(part, "Android"):
			t.platform, afterAndroid = android, true
		case t.platformOf(part):
		case afterAndroid && t.model == "" && !isLanguage(part):
			t.model = part
		case t.model == "" && strings.HasPrefix(part, "Quest"):
			t.model = part
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
	case strings.Contains(part, "+http") || isBot(beforeSlash(part)) && strings.Contains(part, "/"):
		t.bot = true
	default:
		return false
	}
	return true
}

func beforeSlash(part string) string {
	name, _, _ := strings.Cut(part, "/")
	return name
}

// isBot reports whether a product calls itself a robot. A brand of telephones ends in
// "bot" too, which is why callers ask for a version behind it.
func isBot(name string) bool {
	if len(name) < 3 {
		return false
	}
	last := name[len(name)-3:]
	return strings.EqualFold(last, "bot") || strings.HasSuffix(name, "Crawler") || strings.HasSuffix(name, "Spider") || strings.HasSuffix(name, "spider")
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
	{"CrOS", chromeOS}, {"Xbox", console}, {"PlayStation", console}, {"Nintendo", console},
	{"SMART-TV", television}, {"SmartTV", television}, {"Tizen", television}, {"Web0S", television}, {"WebOS", television},
	{"NetCast", television}, {"BRAVIA", television}, {"GoogleTV", television}, {"Apple TV", television}, {"AFT", television}, {"VIDAA", television},
	{"Linux", linux},
}

// platformOf notes a part that names a platform, and whether it did. A console says that
// it is Windows too, and Android that it is Linux: the last word counts, but Linux's.
func (t *traits) platformOf(part string) bool {
	for _, row := range platformNames {
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

func (u UserAgent) answers() []Answer {
	return byFirst(userAgentRules, read(string(u)))
}

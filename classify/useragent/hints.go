// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/classify"
)

// Agent is a user agent as a server sees it that asks for client hints. It is a
// [classify.Subject]. Hints that are empty were not sent, and say nothing.
type Agent struct {
	String String
	Hints  classify.Hints
}

// Classifications returns the class of every session mode for a user agent that sends the
// string and the hints. Hints make a class certain only where everyone who sends them with
// this string is of that class.
func (a Agent) Classifications() classify.Classifications {
	t := read(string(a.String))
	t.hints = readHints(a.Hints)
	return rules.Classify(t)
}

// brand is who the client hints say that the browser is.
type brand uint8

const (
	noBrand     brand = iota
	googleBrand       // Google Chrome
	viewBrand         // a WebView in an application
	duckBrand         // DuckDuckGo, which is a WebView on Android
	otherBrand        // another browser, or a Chromium without a brand
)

// hintTraits are what client hints say.
type hintTraits struct {
	brand       brand
	platform    platform
	hasPlatform bool
	mobile      bool // Sec-CH-UA-Mobile is ?1
	xr          bool // one of the form factors is XR
}

func readHints(h classify.Hints) hintTraits {
	return hintTraits{
		brand: brandOf(h.Brands), platform: hintedPlatform(h.Platform), hasPlatform: h.Platform != "",
		mobile: h.Mobile != nil && *h.Mobile, xr: slices.Contains(h.FormFactors, "XR"),
	}
}

func brandOf(brands []string) brand {
	switch {
	case len(brands) == 0:
		return noBrand
	case slices.Contains(brands, "Android WebView"):
		return viewBrand
	case slices.Contains(brands, "DuckDuckGo"):
		return duckBrand
	case slices.Contains(brands, "Google Chrome"):
		return googleBrand
	default:
		return otherBrand
	}
}

func hintedPlatform(name string) platform {
	switch name {
	case "Android":
		return android
	case "Linux":
		return linux
	case "Windows":
		return windows
	case "macOS":
		return macintosh
	case "Chrome OS", "Chromium OS":
		return chromeOS
	default:
		return noPlatform
	}
}

// disagree reports whether the hints say what the string does not: then the program has
// changed one of them, and neither proves what it is.
func (t traits) disagree() bool {
	return t.hints.hasPlatform && t.hints.platform != t.platform || t.hints.mobile && t.platform != android
}

// ErrHint matches the error for a client hint that cannot be read.
var ErrHint = errors.New("useragent: no client hint that is known here")

// Hinted reports whether any client hint was sent.
func (a Agent) Hinted() bool {
	return a.Hints.FormFactors != nil || a.Hints.Brands != nil || a.Hints.Platform != "" || a.Hints.Mobile != nil
}

// AddHint adds a request header that is a client hint, such as
//
//	Sec-CH-UA-Form-Factors: "Desktop", "XR"
//
// The headers are Sec-CH-UA, Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile and Sec-CH-UA-Platform.
// The error matches [ErrHint].
// https://wicg.github.io/ua-client-hints/#http-ua-hints
func (a *Agent) AddHint(header string) error {
	h := &a.Hints
	name, value, found := strings.Cut(header, ":")
	words, good := quoted(value)
	if !found {
		return fmt.Errorf("%w: %q has no colon: write a header, such as Sec-CH-UA-Mobile: ?0", ErrHint, header)
	}
	switch name = strings.TrimSpace(name); strings.ToLower(name) {
	case "sec-ch-ua":
		h.Brands = words
	case "sec-ch-ua-form-factors":
		h.FormFactors = words
	case "sec-ch-ua-platform":
		h.Platform = strings.Join(words, "")
		good = good && len(words) == 1
	case "sec-ch-ua-mobile":
		value = strings.TrimSpace(value)
		mobile := value == "?1"
		h.Mobile, good = &mobile, mobile || value == "?0"
	default:
		return fmt.Errorf("%w: %q: use Sec-CH-UA, Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile or Sec-CH-UA-Platform", ErrHint, name)
	}
	if !good {
		return fmt.Errorf("%w: %s: %q is not formed like its value", ErrHint, name, strings.TrimSpace(value))
	}
	return nil
}

// quoted returns the quoted words of a list, without their parameters, and reports whether it
// is a list of them.
// https://www.rfc-editor.org/rfc/rfc9651.html#name-lists
func quoted(list string) (words []string, good bool) {
	words = []string{}
	for rest := strings.TrimSpace(list); rest != ""; {
		word, after, closed := cutQuoted(rest)
		if !closed {
			return words, false
		}
		words = append(words, word)
		rest = strings.TrimSpace(afterComma(after))
	}
	return words, true
}

// cutQuoted returns the word in quotation marks at the beginning, and what follows it.
func cutQuoted(s string) (word, rest string, closed bool) {
	if s[0] != '"' {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// afterComma returns what follows the first comma that is not in quotation marks.
func afterComma(s string) string {
	inside := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			inside = !inside
		case s[i] == ',' && !inside:
			return s[i+1:]
		}
	}
	return ""
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/classify/useragent"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// No string is certain for a mode for which a profile could be written that a registry
// refuses, with hints or without. The profiles are those of real user agents, and what each
// of them becomes in another mode or version: as it stands in the sources of its modes.
func TestSenders_NoStringIsMoreCertainThanItsSenders(t *testing.T) {
	t.Parallel()
	const pairs = 100_000
	world := newWorld(t, 1)
	wrong, shared := world.search(useragent.Today, pairs, 10)
	require.Empty(t, wrong)
	require.Greater(t, shared, pairs/100, "pairs that share a string")
}

// The property above can fail: a rule that forgets one of the senders breaks it.
func TestSenders_ARuleThatForgetsASenderIsFound(t *testing.T) {
	t.Parallel()
	never, usually, variable := classify.Certain(webxr.NeverSupport), classify.Certain(webxr.UsuallySupport), classify.Certain(webxr.HighlyVariable)
	for _, row := range []struct {
		rule           string
		inline, vr, ar classify.Opinion
	}{
		{"linux_desktop_site", usually, never, never},
		{"linux_desktop_site_named", usually, never, never},
		{"linux_by_build", usually, variable, variable},
		{"linux_without_openxr_or_pretence", usually, never, never},
		{"firefox_on_linux", never, never, never},
		{"gecko_on_phone_or_headset", never, never, never},
		{"oculus_or_wolvic", never, never, never},
		{"ipad_or_vision_pro", never, never, never},
		{"apple", never, never, never},
		{"apple_or_webkitgtk", classify.Open("a"), classify.Open("a"), never},
		{"windows_or_pretence", usually, variable, variable},
		{"mac_or_pretence", usually, never, never},
		{"android_reduced", usually, usually, variable},
		{"android_model", usually, usually, variable},
		{"android_xr_model", usually, usually, variable},
		{"headset_model_in_another_browser", usually, variable, usually},
		{"emulator", usually, variable, variable},
		{"headless_by_build", usually, never, never},
		{"hints_disagree", usually, never, never},
		{"webview_by_hint", usually, usually, variable},
		{"android_xr_by_hint", usually, usually, never},
	} {
		t.Run(row.rule, func(t *testing.T) {
			t.Parallel()
			classifier := useragent.Reverted(row.rule, row.inline, row.vr, row.ar)
			require.NotNil(t, classifier)
			wrong, _ := newWorld(t, 2).search(classifier, 100_000, 1)
			require.NotEmpty(t, wrong)
		})
	}
}

// world draws profiles.
type world struct {
	profiles []classify.Profile
	random   *rand.Rand
	drawn    map[place][]classify.Profile
}

// place is a profile's index, and a version of browsers.
type place struct{ profile, version int }

func newWorld(t testing.TB, seed uint64) *world {
	t.Helper()
	return &world{classifytest.Profiles(t, "../../testdata/profiles"), rand.New(rand.NewPCG(seed, 24)), map[place][]classify.Profile{}}
}

// search draws pairs of profiles until it has found enough mistakes of a classifier. It also
// returns how many pairs of senders shared a string.
func (w *world) search(classifier useragent.Classifier, pairs, enough int) (wrong []string, shared int) {
	for range pairs {
		version := 79 + w.random.IntN(100)
		one, mistaken := w.draw(classifier, version)
		other, alsoMistaken := w.draw(classifier, version)
		wrong = append(append(wrong, mistaken...), alsoMistaken...)
		for _, sender := range one {
			for _, same := range other {
				if same.Strings[0] == sender.Strings[0] {
					wrong = append(wrong, refused(classifier, sender, same)...)
					shared++
				}
			}
		}
		if len(wrong) >= enough {
			break
		}
	}
	return wrong, shared
}

// draw returns a profile, once for each string that it sends in one of its modes or in
// another version. When it does so for the first time, it also returns the mistakes.
func (w *world) draw(classifier useragent.Classifier, version int) (senders []classify.Profile, wrong []string) {
	at := place{w.random.IntN(len(w.profiles)), version}
	if senders, known := w.drawn[at]; known {
		return senders, nil
	}
	profile := w.profiles[at.profile]
	for _, sent := range profile.Strings {
		profile.Strings = []classify.Strings{sent}
		for _, sender := range []classify.Profile{profile, inVersion(profile, version)} {
			senders = append(senders, sender)
			for _, mode := range siteModes {
				if changed, has := mode(sender); has {
					senders = append(senders, changed)
				}
			}
		}
	}
	for _, sender := range senders {
		wrong = append(wrong, mistakes(classifier, sender)...)
	}
	w.drawn[at] = senders
	return senders, wrong
}

// certain reports whether a class is certain.
func certain(class classify.Classification) bool { return class.Ambiguous == nil }

// mistakes says where a classifier contradicts the one sender: what is certain is what the
// sender is, and what is not certain has it among the candidates.
func mistakes(classifier useragent.Classifier, sender classify.Profile) (wrong []string) {
	build := classify.Classify(sender)
	sent := useragent.String(sender.Strings[0].UserAgent)
	for _, hints := range []classify.Hints{{}, sender.Hints} {
		for i, class := range classifier(sent, hints) {
			switch {
			case certain(class) && class.Default() != build[i].Default(),
				!certain(class) && !slices.Contains(class.Ambiguous.Candidates, build[i].Class):
				wrong = append(wrong, fmt.Sprintf("%s is %s for %s, by %s: %v %s", sender.Name, build[i].Class, class.Mode, class.Rule, class.Ambiguous, sent))
			}
		}
	}
	return wrong
}

// refused says which certain classes two senders break by being different.
func refused(classifier useragent.Classifier, one, other classify.Profile) (wrong []string) {
	one.Name, other.Name = one.Name+" (first)", other.Name+" (second)"
	for by, hints := range map[classify.Indistinguishable]classify.Hints{classify.ByString: {}, classify.ByStringAndHints: one.Hints} {
		classes := classifier(useragent.String(one.Strings[0].UserAgent), hints)
		for _, conflict := range classify.NewRegistry(by, one, other).Verify() {
			for _, class := range classes {
				if class.Mode == conflict.Mode && certain(class) {
					wrong = append(wrong, fmt.Sprintf("%s and %s: %s is certain by %s: %s", one.Name, other.Name, class.Mode, class.Rule, one.Strings[0].UserAgent))
				}
			}
		}
	}
	return wrong
}

// siteModes are the modes in which browsers send another string, for a site or for all. Each
// reports whether the profile has the mode.
var siteModes = []func(classify.Profile) (classify.Profile, bool){
	chromiumDesktopSite, reducedModel, geckoDesktopSite, geckoMobileSite, appleMobileSite, appleDesktopSite, anotherModel("SM-I610"),
	anotherModel("Quest 3"), anotherModel("Magic Leap 2"), anotherModel("sdk_gphone64_x86_64"), anotherProcessor,
}

var (
	chromeVersion  = regexp.MustCompile(`Chrome/\d+[.\d]*`)
	geckoVersion   = regexp.MustCompile(`(rv:|Gecko/|Firefox/)\d+\.\d+`)
	firstComment   = regexp.MustCompile(`^Mozilla/5\.0 \([^)]*\)`)
	androidComment = regexp.MustCompile(`^Mozilla/5\.0 \(Linux; Android [^)]*\)`)
	applePhone     = regexp.MustCompile(`^Mozilla/5\.0 \([^)]*\)(.*) Version/(\S+) .*$`)
)

// sends returns the profile with one string. navigator.appVersion is as each engine has it.
func sends(p classify.Profile, userAgent string) classify.Profile {
	trail := strings.TrimPrefix(userAgent, "Mozilla/")
	if strings.Contains(trail, " Gecko/") {
		first, _, _ := strings.Cut(trail, ";")
		trail = first + ")"
	}
	p.Strings = []classify.Strings{{UserAgent: userAgent, AppVersion: trail}}
	return p
}

// inVersion returns the profile of another version of the same browser, as far as what the
// profile says holds for it.
func inVersion(p classify.Profile, version int) classify.Profile {
	sent := p.Strings[0].UserAgent
	switch {
	case p.Product == "Firefox", p.Product == "Wolvic" && !strings.Contains(sent, "Mobile") && strings.Contains(sent, "Gecko/2010"):
		return sends(p, geckoVersionIs(sent, version))
	case !slices.Contains([]string{"Google Chrome", "Chromium", "DuckDuckGo", "Fulguris", "AABrowser"}, p.Product):
		return p
	case p.OS == "linux" && slices.Contains(p.BackEnds, classify.OpenXR) && version < 154:
		return p
	case strings.Contains(sent, "Headless") && slices.Contains(p.BackEnds, classify.OpenXR) && version < 112:
		return p
	}
	return sends(p, chromeVersion.ReplaceAllString(sent, fmt.Sprintf("Chrome/%d.0.0.0", version)))
}

func geckoVersionIs(sent string, version int) string {
	return geckoVersion.ReplaceAllStringFunc(sent, func(found string) string {
		if strings.HasPrefix(found, "Gecko/2010") {
			return found
		}
		return geckoVersion.FindStringSubmatch(found)[1] + fmt.Sprint(version) + ".0"
	})
}

// chromiumDesktopSite is what Chromium for Android does with its string and its hints.
func chromiumDesktopSite(p classify.Profile) (classify.Profile, bool) {
	sent := p.Strings[0].UserAgent
	known := slices.Contains([]string{"Google Chrome", "Samsung Internet", "DuckDuckGo", "Fulguris", "Wolvic"}, p.Product)
	if !known || !androidComment.MatchString(sent) || strings.Contains(sent, "OculusBrowser") {
		return p, false
	}
	sent = strings.Replace(androidComment.ReplaceAllString(sent, "Mozilla/5.0 (X11; Linux x86_64)"), " Mobile", "", 1)
	if p.Hints.Platform != "" && p.Product == "Google Chrome" {
		desktop := false
		p.Hints.Platform, p.Hints.Mobile, p.Hints.FormFactors = "Linux", &desktop, []string{"Desktop"}
	}
	return sends(p, sent), true
}

// reducedModel is what Chromium does with the model of a phone.
func reducedModel(p classify.Profile) (classify.Profile, bool) {
	sent := p.Strings[0].UserAgent
	if !slices.Contains([]string{"Google Chrome", "Fulguris"}, p.Product) || !androidComment.MatchString(sent) {
		return p, false
	}
	return sends(p, androidComment.ReplaceAllString(sent, "Mozilla/5.0 (Linux; Android 10; K)")), true
}

// geckoDesktopSite is what GeckoView does with its string.
func geckoDesktopSite(p classify.Profile) (classify.Profile, bool) {
	sent := p.Strings[0].UserAgent
	version := geckoVersion.FindString(sent)
	if p.OS != "android" || !strings.HasPrefix(version, "rv:") {
		return p, false
	}
	number := strings.TrimPrefix(version, "rv:")
	return sends(p, "Mozilla/5.0 (X11; Linux x86_64; rv:"+number+") Gecko/20100101 Firefox/"+number), true
}

// geckoMobileSite is what GeckoView does with its string on a headset.
func geckoMobileSite(p classify.Profile) (classify.Profile, bool) {
	sent := p.Strings[0].UserAgent
	if !strings.Contains(sent, "Mobile VR; rv:") {
		return p, false
	}
	return sends(p, strings.Replace(sent, "Mobile VR", "Mobile", 1)), true
}

// appleMobileSite is what WebKit does on an iPad and on Vision Pro when a mobile site is asked
// for, and appleDesktopSite what it does otherwise.
func appleMobileSite(p classify.Profile) (classify.Profile, bool) {
	return appleSite(p, "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X)$1 Version/$2 Mobile/15E148 Safari/604.1")
}

func appleDesktopSite(p classify.Profile) (classify.Profile, bool) {
	return appleSite(p, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)$1 Version/$2 Safari/605.1.15")
}

func appleSite(p classify.Profile, pattern string) (classify.Profile, bool) {
	sent := p.Strings[0].UserAgent
	if p.Product != "Safari" || p.OS != "ios" && p.OS != "visionos" || !applePhone.MatchString(sent) || p.FormFactor == classify.Phone {
		return p, false
	}
	return sends(p, applePhone.ReplaceAllString(sent, pattern)), true
}

// anotherModel is a browser that is installed on another device. On a headset with Android XR
// Chrome is another build.
func anotherModel(model string) func(classify.Profile) (classify.Profile, bool) {
	return func(p classify.Profile) (classify.Profile, bool) {
		sent := p.Strings[0].UserAgent
		if !strings.Contains(sent, "; SM-G960F)") || p.Product == "Google Chrome" && model == "SM-I610" {
			return p, false
		}
		return sends(p, strings.Replace(sent, "SM-G960F", model, 1)), true
	}
}

// anotherProcessor is what DuckDuckGo sends for desktop sites on a phone with another
// processor.
func anotherProcessor(p classify.Profile) (classify.Profile, bool) {
	if p.Product != "DuckDuckGo" {
		return p, false
	}
	return sends(p, firstComment.ReplaceAllString(p.Strings[0].UserAgent, "Mozilla/5.0 (X11; Linux armv8l)")), true
}

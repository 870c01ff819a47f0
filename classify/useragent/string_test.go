// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent_test

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/classify/useragent"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// userAgents are strings that browsers really send, each with its source and the class of
// each mode; "open: cause" is a class that is not certain.
//
//go:embed testdata/useragents.tsv
var userAgents string

// reasoned are strings made like those of browsers of every kind, each with the reason for
// its classes in the place of the source.
//
//go:embed testdata/reasoned.tsv
var reasoned string

// row is a string and the classes that are right.
type row struct {
	name, userAgent string
	want            []string
}

func tableOf(t testing.TB, text string) []row {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "row\tinline\timmersive-vr\timmersive-ar\tuser agent\tsource", lines[0])
	var rows []row
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 6, line)
		require.NotEmpty(t, cells[5], "%s: a string has a source", cells[0])
		rows = append(rows, row{name: cells[0], want: cells[1:4], userAgent: cells[4]})
	}
	return rows
}

func everyString(t testing.TB) []row {
	t.Helper()
	return append(tableOf(t, userAgents), tableOf(t, reasoned)...)
}

func TestString_IsClassifiedAsTheTablesSay(t *testing.T) {
	t.Parallel()
	for _, row := range everyString(t) {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			classes := classify.Classify(useragent.String(row.userAgent))
			require.Equal(t, strings.Join(row.want, " "), classifytest.Short(classes), "%s by %s", row.userAgent, classes[1].Rule)
			classifytest.RequireSound(t, classes)
		})
	}
}

// These strings look like those of other user agents.
func TestString_IsNotTakenForAnother(t *testing.T) {
	t.Parallel()
	const (
		no        = "never never never"
		chromium  = "AppleWebKit/537.36 (KHTML, like Gecko) "
		android   = "open: product_unclear open: product_unclear open: arcore_unknown"
		wolvic    = "usually usually open: ar_not_proven"
		different = "open: product_unclear open: product_unclear open: product_unclear"
	)
	for name, row := range map[string]struct{ userAgent, want string }{
		"a phone called Quest":               {"Mozilla/5.0 (Linux; Android 10; QUMO_Quest 600) " + chromium + "Chrome/96.0.4664.45 Mobile Safari/537.36", android},
		"a phone called Quest 5":             {"Mozilla/5.0 (Linux; Android 11; Quest 5 Plus) " + chromium + "Chrome/96.0.4664.45 Mobile Safari/537.36", android},
		"a headset's model in Chrome":        {"Mozilla/5.0 (Linux; Android 12; Quest 2) " + chromium + "Chrome/120.0.0.0 Mobile Safari/537.36", different},
		"a WebView on a headset":             {"Mozilla/5.0 (Linux; Android 12; Quest 3 Build/SQ3A; wv) " + chromium + "Version/4.0 Chrome/122.0.6261.64 VR Safari/537.36", no},
		"a WebView that does not say so":     {"Mozilla/5.0 (Linux; Android 12; Pixel 7) " + chromium + "Version/4.0 Chrome/122.0.0.0 Mobile Safari/537.36", no},
		"Pico's trailing OculusBrowser":      {"Mozilla/5.0 (X11; Linux x86_64; PICO 4 OS5.8.2 like Quest) " + chromium + "PicoBrowser/3.3.38 Chrome/105.0.5195.68 VR Safari/537.36 OculusBrowser/7.0", wolvic},
		"like Quest, with Quest's browser":   {"Mozilla/5.0 (X11; Linux x86_64; Thing 1 like Quest) " + chromium + "Chrome/120.0.0.0 VR Safari/537.36 OculusBrowser/7.0", different},
		"Wolvic as Oculus":                   {"Mozilla/5.0 (X11; Linux x86_64; Quest 3) " + chromium + "OculusBrowser/39.2.0 Chrome/136.0.7103.177 VR Safari/537.36 Wolvic/1.8", wolvic},
		"Gecko on a phone":                   {"Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", no},
		"Gecko on a headset":                 {"Mozilla/5.0 (Android 14; Mobile VR; rv:128.0) Gecko/128.0 Firefox/128.0", wolvic},
		"headless":                           {"Mozilla/5.0 (X11; Linux x86_64) " + chromium + "HeadlessChrome/120.0.0.0 Safari/537.36", "usually never never"},
		"headless before WebXR":              {"Mozilla/5.0 (X11; Linux x86_64) " + chromium + "HeadlessChrome/69.0.3497.100 Safari/537.36", no},
		"a robot":                            {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", no},
		"a robot as a phone":                 {"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) " + chromium + "Chrome/W.X.Y.Z Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", no},
		"a robot among the products":         {"Mozilla/5.0 (X11; Linux x86_64) " + chromium + "Chrome/120.0.0.0 Safari/537.36 AdsBot/1.0", no},
		"a phone called bot":                 {"Mozilla/5.0 (Linux; Android 9; CUBOT X20 Pro) " + chromium + "Chrome/120.0.0.0 Mobile Safari/537.36", android},
		"a phone called bot alone":           {"Mozilla/5.0 (Linux; Android 9; CUBOT) " + chromium + "Chrome/120.0.0.0 Mobile Safari/537.36", android},
		"PlayStation":                        {"Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15", no},
		"Switch":                             {"Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.21.3 NintendoBrowser/5.1.0.22474", no},
		"Xbox with Chromium's Edge":          {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) " + chromium + "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", no},
		"a television":                       {"Mozilla/5.0 (Web0S; Linux/SmartTV) " + chromium + "Chrome/87.0.4280.88 Safari/537.36 WebAppManager", no},
		"a television's stick":               {"Mozilla/5.0 (X11; Linux armv7l) " + chromium + "Chrome/120.0.0.0 Safari/537.36 CrKey/1.56.500000", no},
		"a version that is x":                {"Mozilla/5.0 (X11; Linux x86_64; Quest 3) " + chromium + "OculusBrowser/x.x.x.x Chrome/136.0.7103.177 VR Safari/537.36", "open: version_unknown open: version_unknown open: version_unknown"},
		"an engine's version that is x":      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + chromium + "Chrome/x.x.x.x Safari/537.36", "open: version_unknown open: version_unknown open: version_unknown"},
		"double spaces":                      {"Mozilla/5.0  (X11;  Linux x86_64;   Quest 3)   " + chromium + "  OculusBrowser/39.2   Chrome/136.0  VR   Safari/537.36  ", "usually usually usually"},
		"Go has no pass-through":             {"Mozilla/5.0 (Linux; Android 7.1.2; Pacific) " + chromium + "OculusBrowser/12.0 Chrome/84.0 Mobile VR Safari/537.36", "usually usually never"},
		"Quest 1 with a late browser":        {"Mozilla/5.0 (X11; Linux x86_64; Quest) " + chromium + "OculusBrowser/33.0 Chrome/124.0 VR Safari/537.36", wolvic},
		"Chrome on an iPad as a Mac":         {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/135 Version/17.4 Safari/605.1.15", no},
		"Chrome on a Mac":                    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + chromium + "Chrome/120.0.0.0 Safari/537.36", "open: product_unclear never never"},
		"Firefox on a Mac":                   {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0", no},
		"Internet Explorer":                  {"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", no},
		"Edge before Chromium":               {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + chromium + "Chrome/70.0.3538.102 Safari/537.36 Edge/18.19041", no},
		"Opera before Chromium":              {"Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18", no},
		"Chromium before WebXR":              {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + chromium + "Chrome/78.0.3904.108 Safari/537.36", no},
		"Opera on Windows":                   {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + chromium + "Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0", "usually highly_variable highly_variable"},
		"something around Chromium":          {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + chromium + "Thing/1.0 Chrome/120.0.0.0 Electron/28.0.0 Safari/537.36", "usually open: embedder_unknown open: embedder_unknown"},
		"something on Android":               {"Mozilla/5.0 (Linux; Android 13; SM-S911B) " + chromium + "Chrome/120.0.0.0 Mobile Safari/537.36 EdgA/120.0.0.0", "usually open: embedder_unknown open: embedder_unknown"},
		"Samsung Internet before WebXR":      {"Mozilla/5.0 (Linux; Android 10; SM-G973F) " + chromium + "SamsungBrowser/11.1 Chrome/79.0.3904.108 Mobile Safari/537.36", no},
		"an emulator":                        {"Mozilla/5.0 (Linux; Android 13; sdk_gphone64_x86_64) " + chromium + "Chrome/120.0.0.0 Mobile Safari/537.36", "open: product_unclear open: emulator open: emulator"},
		"a tablet, reduced":                  {"Mozilla/5.0 (Linux; Android 10; K) " + chromium + "Chrome/120.0.0.0 Safari/537.36", "open: product_unclear open: product_unclear open: reduced_string"},
		"WebKit on Linux":                    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15", different},
		"nothing":                            {"", different},
		"an open comment":                    {"Mozilla/5.0 (((((", different},
		"a comment that is closed too often": {"))) Mozilla/5.0 )", different},
		"a number without an end":            {"Mozilla/5.0 (Windows NT 10.0) " + chromium + "Chrome/99999999999999999999999999.0", "open: version_unknown open: version_unknown open: version_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			classes := classify.Classify(useragent.String(row.userAgent))
			require.Equal(t, row.want, classifytest.Short(classes), classes[1].Rule)
			classifytest.RequireSound(t, classes)
		})
	}
}

// Every string gets sound classifications, and a string that no rule recognises grants and
// denies nothing.
func TestString_RubbishIsNeverGranted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([A-Za-z]{1,8}(/[0-9x.]{0,9})? ?|\([^()]{0,20}\) ?){0,12}`)).Draw(t, "string")
		classes := classify.Classify(useragent.String(text))
		classifytest.RequireSound(t, classes)
		if classes[1].Rule == "not_recognised" {
			for _, class := range classes {
				require.Equal(t, webxr.Prompt, class.Default())
			}
		}
	})
}

func TestString_LongOnesAreReadOnce(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"(", ")", ";", "a/1 ", "Mozilla/5.0 (Linux; Android 14; ", "  ", "\x00", "\xff", "bot/"} {
		text := strings.Repeat(part, 64<<10/len(part))
		classifytest.RequireSound(t, classify.Classify(useragent.String(text)))
	}
}

// A string's class does not depend on what is classified before it, at the same time, or how
// often.
func TestString_ItsPlaceInABatchChangesNothing(t *testing.T) {
	t.Parallel()
	batch := everyString(t)
	var alone []classify.Classifications
	for _, row := range batch {
		alone = append(alone, classify.Classify(useragent.String(row.userAgent)))
	}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SliceOfN(rapid.IntRange(0, len(batch)-1), 1, 64).Draw(t, "order")
		got := make([]classify.Classifications, len(order))
		var running sync.WaitGroup
		for place, i := range order {
			running.Go(func() { got[place] = classify.Classify(useragent.String(batch[i].userAgent)) })
		}
		running.Wait()
		for place, i := range order {
			require.Equal(t, alone[i], got[place])
		}
	})
}

func FuzzString(f *testing.F) {
	for _, row := range everyString(f) {
		f.Add(row.userAgent)
	}
	for _, rubbish := range []string{"", "(", ")", "((((", "))))", ";;;", "/", "Mozilla/5.0 (Linux; Android", "Chrome/999999999999999999999", "\x00\xff", "Mozilla/5.0 (;;;)(;)"} {
		f.Add(rubbish)
	}
	f.Fuzz(func(t *testing.T, text string) {
		classes := classify.Classify(useragent.String(text))
		classifytest.RequireSound(t, classes)
		require.Equal(t, classes, classify.Classify(useragent.String(text)), "the same every time")
	})
}

func BenchmarkString(b *testing.B) {
	rows := everyString(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		classify.Classify(useragent.String(rows[i%len(rows)].userAgent))
		i++
	}
}

// The time for a byte is the same in strings of every length.
func BenchmarkString_Long(b *testing.B) {
	for _, part := range []string{"(", "a/1 ", "x;", "(Linux; Android 14; Pixel) "} {
		for _, size := range []int{4 << 10, 64 << 10} {
			text := "Mozilla/5.0 (" + strings.Repeat(part, size/len(part))
			b.Run(fmt.Sprintf("%q/%d", part, size), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					classify.Classify(useragent.String(text))
				}
			})
		}
	}
}

// If a string grants or denies a mode, so does the profile of every build that sends it.
func TestString_SaysNoMoreThanItsBuilds(t *testing.T) {
	t.Parallel()
	certain := 0
	for _, profile := range classifytest.Profiles(t, "../../testdata/profiles") {
		byBuild := classify.Classify(profile)
		for _, sent := range profile.Strings {
			for i, class := range classify.Classify(useragent.String(sent.UserAgent)) {
				if class.Default() != webxr.Prompt {
					require.Equal(t, byBuild[i].Default(), class.Default(), "%s: %s: %s", profile.Name, class.Mode, class.Rule)
					certain++
				}
			}
		}
	}
	require.Greater(t, certain, 60)
}

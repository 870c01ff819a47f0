// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// ProfileSchema is the value of a profile's "schema" key.
const ProfileSchema = "xrprobe.profile/1"

// Profile is what a user-agent build knows of itself: constant over everybody who runs it.
type Profile struct {
	Schema string `json:"schema"`
	// Name names the profile in messages, such as "chrome-windows".
	Name    string `json:"name"`
	Product string `json:"product"`
	Version string `json:"version"`
	// OS is the operating system in Go's words, or visionos.
	OS         string     `json:"os"`
	FormFactor FormFactor `json:"form_factor"`
	// WebXR says that navigator.xr is exposed, and ARModule that "immersive-ar" is known.
	WebXR    bool `json:"webxr"`
	ARModule bool `json:"ar_module"`
	// BackEnds are the XR back ends that are compiled in and enabled.
	BackEnds []BackEnd `json:"back_ends"`
	// HeadsetOnly says that the build runs on headsets alone, and Display which display
	// all of them have; "" where they differ or it is not known.
	HeadsetOnly bool   `json:"headset_only"`
	Display     string `json:"display,omitempty"`
	// Strings are all the pairs that the build sends.
	Strings []Strings `json:"strings"`
	Hints   Hints     `json:"client_hints"`
	Sources []Source  `json:"sources,omitempty"`
}

// Strings are what makes user agents indistinguishable.
// https://www.w3.org/TR/webxr/#indistinguishable-by-user-agent-string
type Strings struct {
	UserAgent  string `json:"user_agent"`
	AppVersion string `json:"app_version"`
}

// Hints are the user agent's client hints that tell what kind of device it runs on.
// https://wicg.github.io/ua-client-hints/
type Hints struct {
	FormFactors []string `json:"form_factors"`
	Brands      []string `json:"brands"`
}

// Source says where facts of a profile come from, by the names of its keys.
type Source struct {
	Fields []string `json:"fields"`
	Source string   `json:"source"`
}

// BackEnd is a way to XR devices that a build may have.
type BackEnd string

// The back ends.
const (
	OpenXR             BackEnd = "openxr"
	ARCore             BackEnd = "arcore"
	Cardboard          BackEnd = "cardboard"
	CompositorServices BackEnd = "compositor_services"
	ARKit              BackEnd = "arkit"
)

// BackEnds returns every back end.
func BackEnds() []BackEnd { return []BackEnd{OpenXR, ARCore, Cardboard, CompositorServices, ARKit} }

//go:embed profile.schema.json
var profileSchema []byte

// ProfileJSONSchema returns the JSON Schema (2020-12) of a profile.
func ProfileJSONSchema() []byte { return bytes.Clone(profileSchema) }

// ProfileError is what is wrong with a profile.
type ProfileError struct {
	// File is the profile's file, and Field the path of what is wrong in it, such as
	// "strings[0].user_agent"; "" where it is the file as a whole.
	File, Field string
	Text        string
}

// Error returns the file, the field and what is wrong.
func (e *ProfileError) Error() string {
	text := e.File + ": "
	if e.Field != "" {
		text += e.Field + ": "
	}
	return text + e.Text
}

// ParseProfile reads a profile. The error is a [*ProfileError].
func ParseProfile(file string, data []byte) (Profile, error) {
	var p Profile
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Profile{}, notJSON(file, data, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Profile{}, &ProfileError{File: file, Text: "something follows the profile: a file holds one"}
	}
	if field := missing(data); field != "" {
		return Profile{}, &ProfileError{File: file, Field: field, Text: "it is missing, or null: what a build does not say of itself cannot be taken for no"}
	}
	if field, text := p.mistake(); text != "" {
		return Profile{}, &ProfileError{File: file, Field: field, Text: text}
	}
	return p, nil
}

// requiredKeys are the keys that every profile has.
var requiredKeys = []string{
	"schema", "name", "product", "version", "os", "form_factor", "webxr", "ar_module", "back_ends", "headset_only", "strings", "client_hints",
}

// missing returns the first required key that a profile does not have, or has as null.
func missing(data []byte) string {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return "" // which the decoder has told already
	}
	for _, key := range requiredKeys {
		if value, there := keys[key]; !there || string(value) == "null" {
			return key
		}
	}
	return ""
}

// notJSON says where a file stops being a profile.
func notJSON(file string, data []byte, err error) *ProfileError {
	out := &ProfileError{File: file, Text: err.Error() + "; see `xrprobe schema profile`"}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		out.File, out.Text = place(file, data, syntax.Offset-1), "not valid JSON: "+syntax.Error()
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		out.Text = "not valid JSON: it ends too early"
	case errors.As(err, &kind):
		out.File, out.Field = place(file, data, kind.Offset-1), kind.Field
		out.Text = fmt.Sprintf("a %s does not fit here; see `xrprobe schema profile`", kind.Value)
	}
	return out
}

// place adds the line and the column of a byte to a file's name.
func place(file string, data []byte, offset int64) string {
	before := data[:min(max(int(offset), 0), len(data))]
	return fmt.Sprintf("%s:%d:%d", file, bytes.Count(before, []byte{'\n'})+1, len(before)-bytes.LastIndexByte(before, '\n'))
}

// mistake returns the first field that cannot be as it is, and why.
func (p *Profile) mistake() (field, text string) {
	switch {
	case p.Schema != ProfileSchema:
		return "schema", fmt.Sprintf("%q is no schema of this program: write %q", p.Schema, ProfileSchema)
	case strings.TrimSpace(p.Name) == "":
		return "name", "a profile needs a name"
	case strings.TrimSpace(p.Product) == "":
		return "product", "a profile needs its product's name"
	case !slices.Contains(FormFactors(), p.FormFactor):
		return "form_factor", fmt.Sprintf("%q is not known here: use one of %s", p.FormFactor, list(FormFactors()))
	case p.Display != "" && !slices.Contains(displays, p.Display):
		return "display", fmt.Sprintf("%q is not known here: use one of %s", p.Display, list(displays))
	case p.Display != "" && !p.HeadsetOnly:
		return "display", "a build that runs on more than headsets has no one display: leave it out"
	case p.HeadsetOnly && p.FormFactor != StandaloneHeadset:
		return "headset_only", fmt.Sprintf("a build for headsets alone has the form factor %q", StandaloneHeadset)
	case len(p.Strings) == 0:
		return "strings", "a profile lists every pair of userAgent and appVersion that the build sends"
	}
	for i, backEnd := range p.BackEnds {
		if !slices.Contains(BackEnds(), backEnd) {
			return fmt.Sprintf("back_ends[%d]", i), fmt.Sprintf("%q is not known here: use one of %s", backEnd, list(BackEnds()))
		}
	}
	for i, sent := range p.Strings {
		if sent.UserAgent == "" {
			return fmt.Sprintf("strings[%d].user_agent", i), "a string cannot be empty"
		}
		if sent.AppVersion == "" {
			return fmt.Sprintf("strings[%d].app_version", i), "a string cannot be empty: write what navigator.appVersion is"
		}
	}
	return "", ""
}

func list[T ~string](words []T) string {
	names := make([]string, 0, len(words))
	for _, word := range words {
		names = append(names, string(word))
	}
	return strings.Join(names, ", ")
}

func (p Profile) has(backEnd BackEnd) bool { return slices.Contains(p.BackEnds, backEnd) }

// profileRules are tried in order; the last one matches everything.
var profileRules = []rule[Profile]{
	{
		name: "webxr_not_exposed", matches: func(p Profile) bool { return !p.WebXR },
		inline: never, vr: never, ar: never,
		because: "the build does not expose navigator.xr", source: sourceFingerprinting,
	},
	{
		name: "no_back_end", matches: func(p Profile) bool { return len(p.BackEnds) == 0 },
		inline: usually, vr: never, ar: never,
		because: "the build has no way to any XR device", source: sourceFingerprinting,
	},
	{
		name: "headsets_with_view_of_the_world", matches: func(p Profile) bool {
			return p.HeadsetOnly && p.ARModule && (p.Display == passThroughDisplay || p.Display == additiveDisplay)
		},
		inline: usually, vr: usually, ar: usually,
		because: "the build runs on headsets alone, and all of them show the world around", source: sourceModule,
	},
	{
		name: "headsets_without_ar", matches: func(p Profile) bool {
			return p.HeadsetOnly && (!p.ARModule || p.Display == opaqueDisplay)
		},
		inline: usually, vr: usually, ar: never,
		because: "the build runs on headsets alone, and has no augmented reality on them", source: sourceModule,
	},
	{
		name: "headsets", matches: func(p Profile) bool { return p.HeadsetOnly },
		inline: usually, vr: usually, ar: open(CauseAR, webxr.UsuallySupport, webxr.NeverSupport),
		because: "the build runs on headsets alone; which of them show the world around is not said", source: sourceModule,
	},
	{
		name: "compositor_services", matches: func(p Profile) bool { return p.has(CompositorServices) },
		inline: usually, vr: usually, ar: never,
		because: "Compositor Services are there on Vision Pro alone, and show virtual reality", source: sourceWebKit,
	},
	{
		name: "cardboard_and_more", matches: func(p Profile) bool {
			return p.has(Cardboard) && p.ARModule && (p.has(ARCore) || p.has(OpenXR))
		},
		inline: usually, vr: usually, ar: open(CauseARCore, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Cardboard shows virtual reality on every telephone; which of them have augmented reality differs", source: sourceChromium,
	},
	{
		name: "cardboard", matches: func(p Profile) bool { return p.has(Cardboard) },
		inline: usually, vr: usually, ar: never,
		because: "Cardboard shows virtual reality on every telephone, and the build has nothing for augmented reality", source: sourceChromium,
	},
	{
		name: "ar_back_ends_without_ar", matches: func(p Profile) bool { return !p.has(OpenXR) && !p.ARModule },
		inline: usually, vr: never, ar: never,
		because: "the build's back ends are for augmented reality, which it does not offer to pages", source: sourceModule,
	},
	{
		name: "ar_alone", matches: func(p Profile) bool { return !p.has(OpenXR) },
		inline: usually, vr: never, ar: variable,
		because: "the build's back ends are for augmented reality, which devices have or not", source: sourceChromium,
	},
	{
		name: "openxr_without_ar", matches: func(p Profile) bool { return !p.ARModule },
		inline: usually, vr: variable, ar: never,
		because: "a headset may be there or not, and the build has no augmented reality", source: sourceFingerprinting,
	},
	{
		name: "openxr", matches: func(Profile) bool { return true },
		inline: usually, vr: variable, ar: variable,
		because: "a headset may be there or not, so a page may learn it only with consent", source: sourceFingerprinting,
	},
}

// answers classifies a build by what it is. What others that send its strings are, it
// cannot know: that is the [Registry]'s to prove.
func (p Profile) answers() []Classification { return byFirst(profileRules, p) }

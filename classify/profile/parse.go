// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package profile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// Error is what is wrong with a profile, and where. Field is a path such as
// "strings[0].user_agent", or "" for the whole profile.
type Error = strictjson.Error

// Parse reads a profile. The file's name is only for errors, which are [*Error].
func Parse(file string, data []byte) (classify.Profile, error) {
	reader := strictjson.Reader{File: file, Hint: "see `xrprobe schema profile`"}
	var p classify.Profile
	if err := reader.Unmarshal(data, &p); err != nil {
		return classify.Profile{}, err
	}
	if key := missing(data); key != "" {
		return classify.Profile{}, reader.Mistake(data, key, "it is missing or null: state it, because a fact that is not stated must not count as no")
	}
	if field, text := mistake(&p); text != "" {
		return classify.Profile{}, reader.Mistake(data, field, text)
	}
	return p, nil
}

// requiredKeys are the keys that every profile has.
var requiredKeys = []string{
	"schema", "name", "product", "version", "os", "form_factor", "webxr", "ar_module", "back_ends", "headset_only", "strings", "client_hints",
}

// missing returns the first required key that a profile does not have, or has as null. The
// data is valid JSON.
func missing(data []byte) string {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return "" // cannot happen: the reader has decoded the same data
	}
	for _, key := range requiredKeys {
		if value, there := keys[key]; !there || string(value) == "null" {
			return key
		}
	}
	return ""
}

// mistake returns the first field whose value is wrong, and what to do.
func mistake(p *classify.Profile) (field, text string) {
	for _, check := range []func(*classify.Profile) (field, text string){wrongName, wrongDevice, wrongBackEnd, wrongLayer, wrongString} {
		if field, text = check(p); text != "" {
			return field, text
		}
	}
	return "", ""
}

func wrongName(p *classify.Profile) (field, text string) {
	switch {
	case p.Schema != SchemaName:
		return "schema", fmt.Sprintf("this program does not know the schema %q: write %q", p.Schema, SchemaName)
	case strings.TrimSpace(p.Name) == "":
		return "name", "a profile needs a name"
	case strings.TrimSpace(p.Product) == "":
		return "product", "a profile needs its product's name"
	default:
		return "", ""
	}
}

func wrongDevice(p *classify.Profile) (field, text string) {
	switch {
	case !slices.Contains(classify.FormFactors(), p.FormFactor):
		return "form_factor", unknown(p.FormFactor, classify.FormFactors())
	case p.Display != "" && !slices.Contains(classify.Displays(), p.Display):
		return "display", unknown(p.Display, classify.Displays())
	case p.Display != "" && !p.HeadsetOnly:
		return "display", "a build that does not run only on headsets has no one display: leave it out"
	case p.HeadsetOnly && p.FormFactor != classify.StandaloneHeadset:
		return "headset_only", fmt.Sprintf("a build that runs only on headsets has the form factor %q", classify.StandaloneHeadset)
	default:
		return "", ""
	}
}

func wrongBackEnd(p *classify.Profile) (field, text string) {
	for i, backEnd := range p.BackEnds {
		if !slices.Contains(classify.BackEnds(), backEnd) {
			return fmt.Sprintf("back_ends[%d]", i), unknown(backEnd, classify.BackEnds())
		}
	}
	return "", ""
}

func wrongLayer(p *classify.Profile) (field, text string) {
	for i, extension := range p.Composes {
		field := fmt.Sprintf("composes[%d]", i)
		switch {
		case !slices.Contains(p.BackEnds, classify.OpenXR):
			return field, "a build without the back end openxr composes none of its layers: leave it out"
		case !strings.HasPrefix(extension, "XR_"):
			return field, fmt.Sprintf("%q is no extension of OpenXR: write its name, such as XR_FB_passthrough", extension)
		}
	}
	return "", ""
}

func wrongString(p *classify.Profile) (field, text string) {
	if len(p.Strings) == 0 {
		return "strings", "a profile lists every pair of userAgent and appVersion that the build sends"
	}
	for i, sent := range p.Strings {
		if sent.UserAgent == "" {
			return fmt.Sprintf("strings[%d].user_agent", i), "a string cannot be empty: write what navigator.userAgent is"
		}
		if sent.AppVersion == "" {
			return fmt.Sprintf("strings[%d].app_version", i), "a string cannot be empty: write what navigator.appVersion is"
		}
	}
	return "", ""
}

// unknown says that a word is not known, and which words are.
func unknown[T ~string](word T, known []T) string {
	names := make([]string, 0, len(known))
	for _, name := range known {
		names = append(names, string(name))
	}
	return fmt.Sprintf("%q is not known here: use one of %s", word, strings.Join(names, ", "))
}

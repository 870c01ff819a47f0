// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// kind is what a requirement may require: a key, and the keys that say more about it. "purpose" may be with each.
type kind struct {
	key   string
	needs []string
	may   []string
	judge func(Requirement, subject) opinion
	text  func(Requirement) string
}

// kinds are all kinds. If a requirement has several of their keys, the first one is its kind, and the others say more about it.
func kinds() []kind {
	return []kind{
		{key: "any", judge: judgeAny, text: func(r Requirement) string { return "one of: " + joined(r.Any) }},
		{key: "all", judge: judgeAll, text: func(r Requirement) string { return "all of: " + joined(r.All) }},
		{key: "extension", may: []string{"version"}, judge: judgeExtension, text: extensionText},
		{key: "feature", needs: []string{"mode"}, judge: judgeFeature, text: func(r Requirement) string { return fmt.Sprintf("feature %s in %s", r.Feature, r.Mode) }},
		{key: "property", needs: []string{"member"}, may: []string{"is", "at_least", "includes", "form_factor"}, judge: judgeProperty, text: propertyText},
		{key: "blend_mode", may: []string{"view_configuration", "form_factor"}, judge: judgeBlendMode, text: func(r Requirement) string { return "blend mode " + r.BlendMode + r.where() }},
		{key: "view_size", may: []string{"view_configuration", "form_factor"}, judge: judgeViewSize, text: func(r Requirement) string {
			return "recommended view size of at least " + r.ViewSize.String() + r.where()
		}},
		{key: "swapchain_size", may: []string{"form_factor"}, judge: judgeSwapchainSize, text: func(r Requirement) string {
			return "swapchain images of at least " + r.SwapchainSize.String() + r.where()
		}},
		{key: "layer_count", may: []string{"form_factor"}, judge: judgeLayerCount, text: func(r Requirement) string {
			return fmt.Sprintf("at least %d composition layers", r.LayerCount) + r.where()
		}},
		{key: "api_version", judge: judgeAPIVersion, text: func(r Requirement) string { return "OpenXR " + r.APIVersion + " or later" }},
		{key: "runtime_name", judge: judgeRuntimeName, text: func(r Requirement) string { return fmt.Sprintf("a runtime called %q", r.RuntimeName) }},
		{key: "mode", judge: judgeMode, text: func(r Requirement) string { return "mode " + string(r.Mode) }},
		{key: "view_configuration", may: []string{"form_factor"}, judge: judgeViewConfiguration, text: func(r Requirement) string { return "view configuration " + r.ViewConfiguration + r.where() }},
		{key: "form_factor", judge: judgeFormFactor, text: func(r Requirement) string { return "form factor " + r.FormFactor }},
	}
}

// kind returns the kind of a requirement by its fields. Parse, or OfModes, has made it.
func (r Requirement) kind() kind {
	given := map[string]bool{
		"any": r.Any != nil, "all": r.All != nil, "extension": r.Extension != "", "feature": r.Feature != "", "property": r.Property != "",
		"blend_mode": r.BlendMode != "", "view_size": r.ViewSize != nil, "swapchain_size": r.SwapchainSize != nil, "layer_count": r.LayerCount != 0,
		"api_version": r.APIVersion != "", "runtime_name": r.RuntimeName != "", "mode": r.Mode != "",
		"view_configuration": r.ViewConfiguration != "", "form_factor": r.FormFactor != "",
	}
	for _, k := range kinds() {
		if given[k.key] {
			return k
		}
	}
	return kind{judge: func(Requirement, subject) opinion { return satisfied("nothing is required") }, text: func(Requirement) string { return "nothing" }}
}

// String says in words what is required.
func (r Requirement) String() string { return r.kind().text(r) }

// joined lists parts. Those that have parts themselves are in parentheses, so that their end is seen.
func joined(parts []Requirement) string {
	var texts []string
	for _, part := range parts {
		text := part.String()
		if len(part.Any)+len(part.All) > 0 {
			text = "(" + text + ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

func extensionText(r Requirement) string {
	if r.Version == 0 {
		return r.Extension
	}
	return fmt.Sprintf("%s of version %d or later", r.Extension, r.Version)
}

func propertyText(r Requirement) string {
	text := r.Property + "." + r.Member
	switch {
	case r.Is != nil:
		text += " is " + r.Is.String()
	case r.AtLeast != nil:
		text += " is at least " + number(*r.AtLeast)
	default:
		text += " includes " + r.Includes
	}
	return text + r.where()
}

// where says for which view configuration and form factor, unless it is the usual one.
func (r Requirement) where() string {
	text := ""
	if r.ViewConfiguration != "" && r.ViewConfiguration != defaultViewConfiguration && r.kind().key != "view_configuration" {
		text = " for " + r.ViewConfiguration
	}
	if r.FormFactor != "" && r.FormFactor != defaultFormFactor {
		text += " on " + r.FormFactor
	}
	return text
}

// String returns "1832×1920 pixels".
func (s Size) String() string { return fmt.Sprintf("%d×%d pixels", s.Width, s.Height) }

// mistake returns the key of a requirement that is wrong, and what to do. Written has the keys that it was written with.
func (r Requirement) mistake(written map[string]json.RawMessage) (key, text string) {
	of := slices.IndexFunc(kinds(), func(k kind) bool { _, given := written[k.key]; return given })
	if of < 0 {
		return "", "it requires nothing: write one of " + strings.Join(keysOfKinds(), ", ")
	}
	k := kinds()[of]
	for _, key := range slices.Sorted(maps.Keys(written)) {
		if key != k.key && key != "purpose" && !slices.Contains(k.needs, key) && !slices.Contains(k.may, key) {
			return key, fmt.Sprintf("it does not go with %s: write a requirement of its own", k.key)
		}
	}
	for _, key := range k.needs {
		if _, given := written[key]; !given {
			return "", fmt.Sprintf("%s needs %s: add it", k.key, key)
		}
	}
	if key, text := r.comparisons(k, written); text != "" {
		return key, text
	}
	for _, key := range slices.Sorted(maps.Keys(written)) {
		if text := r.valueMistake(key); text != "" {
			return key, text
		}
	}
	return "", ""
}

// comparisons are the keys of which a property has one.
func (r Requirement) comparisons(k kind, written map[string]json.RawMessage) (key, text string) {
	if k.key != "property" {
		return "", ""
	}
	var given []string
	for _, key := range []string{"is", "at_least", "includes"} {
		if _, is := written[key]; is {
			given = append(given, key)
		}
	}
	switch len(given) {
	case 0:
		return "", "property needs is, at_least or includes: say what the member must be"
	case 1:
		return "", ""
	default:
		return given[1], fmt.Sprintf("it does not go with %s: write a requirement of its own", given[0])
	}
}

func keysOfKinds() []string {
	var keys []string
	for _, k := range kinds() {
		keys = append(keys, k.key)
	}
	return keys
}

// prefixes are how OpenXR's names begin.
var prefixes = []struct{ key, prefix, what string }{
	{"extension", "XR_", "the name of an extension"},
	{"property", "Xr", "the name of a structure"},
	{"blend_mode", "XR_ENVIRONMENT_BLEND_MODE_", "an environment blend mode"},
	{"view_configuration", "XR_VIEW_CONFIGURATION_TYPE_", "a view configuration"},
	{"form_factor", "XR_FORM_FACTOR_", "a form factor"},
}

// isAPIVersion reports whether a text is a version of OpenXR, without or with a patch.
func isAPIVersion(text string) bool {
	numbers := strings.Split(text, ".")
	if len(numbers) != 2 && len(numbers) != 3 {
		return false
	}
	for i, number := range numbers {
		longest := 4
		if i == 2 {
			longest = 9
		}
		if number == "" || len(number) > longest || strings.Trim(number, "0123456789") != "" {
			return false
		}
	}
	return true
}

// valueMistake says what is wrong with the value of a key that was written, or "".
func (r Requirement) valueMistake(key string) string {
	texts := map[string]string{
		"extension": r.Extension, "property": r.Property, "blend_mode": r.BlendMode, "view_configuration": r.ViewConfiguration,
		"form_factor": r.FormFactor, "member": r.Member, "runtime_name": r.RuntimeName, "includes": r.Includes,
		"purpose": r.Purpose,
	}
	value, isText := texts[key]
	if isText && strings.TrimSpace(value) == "" {
		return "it is empty: write a value, or leave the key out"
	}
	for _, p := range prefixes {
		if key == p.key && (!strings.HasPrefix(value, p.prefix) || value == p.prefix) {
			return fmt.Sprintf("%q: %s begins with %s", value, p.what, p.prefix)
		}
	}
	switch {
	case key == "mode":
		return parsed(webxr.ParseSessionMode(string(r.Mode)))
	case key == "feature":
		return parsed(webxr.ParseFeature(string(r.Feature)))
	case key == "api_version" && !isAPIVersion(r.APIVersion):
		return fmt.Sprintf("%q: a version of OpenXR is written like 1.0 or 1.1.36", r.APIVersion)
	case key == "version" && r.Version == 0, key == "layer_count" && r.LayerCount == 0:
		return "0 requires nothing: write a greater number, or leave the key out"
	case key == "view_size" && *r.ViewSize == Size{}, key == "swapchain_size" && *r.SwapchainSize == Size{}:
		return "0×0 requires nothing: write a width or a height"
	}
	return ""
}

// parsed returns the text of an error, or "".
func parsed[T any](_ T, err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

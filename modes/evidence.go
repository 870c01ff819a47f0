// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// The codes of the reasons. The codes are stable; the texts are not.
const (
	ReasonInlineAlways        = "inline_always"
	ReasonBlendMode           = "blend_mode"
	ReasonOpaqueOnly          = "blend_mode_opaque_only"
	ReasonPassThroughLayer    = "pass_through_layer_only"
	ReasonComposed            = "pass_through_composed"
	ReasonPassThroughUnknown  = "pass_through_unknown"
	ReasonBoundedOnly         = "bounded_container_only"
	ReasonNoVRBlendMode       = "blend_mode_alpha_blend_only"
	ReasonNoBlendMode         = "no_blend_mode"
	ReasonNoViewConfiguration = "no_view_configuration"
	ReasonFormFactor          = "form_factor_unsupported"
	ReasonUnavailable         = "form_factor_unavailable"
	ReasonSystemFailed        = "system_failed"
	ReasonNoSystem            = "no_system"
	ReasonNoRuntime           = "no_runtime"
	ReasonLayersStopPrograms  = "layers_stop_programs"
	ReasonNoARModule          = "no_ar_module"
	ReasonNotAsked            = "not_asked"
	ReasonRuntimeFailed       = "runtime_failed"
)

// OpenXR's names, as a report carries them.
const (
	headMountedDisplay = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"

	viewSpace       = "XR_REFERENCE_SPACE_TYPE_VIEW"
	localSpace      = "XR_REFERENCE_SPACE_TYPE_LOCAL"
	localFloorSpace = "XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR"
	stageSpace      = "XR_REFERENCE_SPACE_TYPE_STAGE"

	primaryMono   = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"
	primaryStereo = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"

	blendPrefix     = "XR_ENVIRONMENT_BLEND_MODE_"
	blendOpaque     = blendPrefix + "OPAQUE"
	blendAdditive   = blendPrefix + "ADDITIVE"
	blendAlphaBlend = blendPrefix + "ALPHA_BLEND"
)

// blending holds the environment blend modes of a view configuration.
type blending struct {
	opaque, additive, alphaBlend bool
	text                         string
}

// drivable returns the blend modes of the view configuration that a user agent can drive: stereo
// on a head-mounted display, mono on a handheld one. If there is none, it returns false and
// the mode's result.
func drivable(mode webxr.SessionMode, system *report.System) (blending, bool, report.Mode) {
	if system.ViewConfigurations == nil {
		return blending{}, false, newMode(mode, report.Unknown, ReasonNotAsked, "the system's view configurations are not known")
	}
	wanted := primaryMono
	if system.FormFactor == headMountedDisplay {
		wanted = primaryStereo
	}
	at := slices.IndexFunc(system.ViewConfigurations, func(c report.ViewConfiguration) bool { return c.Type == wanted })
	if at < 0 {
		return blending{}, false, newMode(mode, report.Unsupported, ReasonNoViewConfiguration,
			fmt.Sprintf("the system does not offer %s", wanted))
	}
	modes := system.ViewConfigurations[at].BlendModes
	if modes == nil {
		return blending{}, false, newMode(mode, report.Unknown, ReasonNotAsked, "the environment blend modes of "+wanted+" are not known")
	}
	if len(modes) == 0 {
		return blending{}, false, newMode(mode, report.Unsupported, ReasonNoBlendMode, wanted+" offers no environment blend mode")
	}
	return blending{
		opaque:     slices.Contains(modes, blendOpaque),
		additive:   slices.Contains(modes, blendAdditive),
		alphaBlend: slices.Contains(modes, blendAlphaBlend),
		text:       wanted + " offers " + shortNames(modes),
	}, true, report.Mode{}
}

func shortNames(modes []string) string {
	short := make([]string, 0, len(modes))
	for _, mode := range modes {
		short = append(short, strings.TrimPrefix(mode, blendPrefix))
	}
	return strings.Join(short, ", ")
}

// whyNotAsked says why a runtime's systems are unknown.
func whyNotAsked(runtime *report.Runtime) (code, text string) {
	if runtime.Cause != nil {
		return ReasonRuntimeFailed, "the runtime could not be asked: " + runtime.Cause.Text
	}
	return ReasonNotAsked, fmt.Sprintf("the runtime was asked up to the level %q only", runtime.Level)
}

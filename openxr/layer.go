// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import "github.com/xrprobe/xrprobe/openxr/xr"

// Layer is an API layer that an application can enable.
type Layer struct {
	Name                  string
	SpecVersion           xr.Version
	ImplementationVersion uint32
	Description           string
}

// Layers returns the API layers that the Khronos loader has found. For an entry that is not
// from [FromLoader] the error is XR_ERROR_FUNCTION_UNSUPPORTED.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateApiLayerProperties
func (e *Entry) Layers() ([]Layer, error) {
	properties, err := enumerate(layersCommand, headerSize,
		func(p *xr.ApiLayerProperties) { p.Type = xr.TypeApiLayerProperties }, e.commands.EnumerateApiLayerProperties)
	if err != nil {
		return nil, err
	}
	layers := make([]Layer, 0, len(properties))
	for i := range properties {
		layers = append(layers, Layer{
			Name:                  text(properties[i].LayerName[:]),
			SpecVersion:           properties[i].SpecVersion,
			ImplementationVersion: properties[i].LayerVersion,
			Description:           text(properties[i].Description[:]),
		})
	}
	return layers, nil
}

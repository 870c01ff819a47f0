// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package coverage

// question is one thing that a runtime can be asked for.
type question struct {
	name      string // of the structure or command
	extension string // that defines it
	// never is why xrprobe never asks it; "" if it does.
	never string
}

// The reasons why some commands are never called.
const (
	needsVulkan   = "it needs a VkInstance, and this program creates none"
	returnsDevice = "it returns a device object, which does not say what is supported"
)

// systemStructs are the structures that extend XrSystemProperties, in the registry's order.
func systemStructs() []question {
	return []question{
		{name: "XrSystemEyeGazeInteractionPropertiesEXT", extension: "XR_EXT_eye_gaze_interaction"},
		{name: "XrSystemHandTrackingPropertiesEXT", extension: "XR_EXT_hand_tracking"},
		{name: "XrSystemFaceTrackingPropertiesFB", extension: "XR_FB_face_tracking"},
		{name: "XrSystemFaceTrackingProperties2FB", extension: "XR_FB_face_tracking2"},
		{name: "XrSystemFaceTrackingVisemesPropertiesMETA", extension: "XR_META_face_tracking_visemes"},
		{name: "XrSystemBodyTrackingPropertiesFB", extension: "XR_FB_body_tracking"},
		{name: "XrSystemPropertiesBodyTrackingFullBodyMETA", extension: "XR_META_body_tracking_full_body"},
		{name: "XrSystemPropertiesBodyTrackingCalibrationMETA", extension: "XR_META_body_tracking_calibration"},
		{name: "XrSystemPropertiesBodyTrackingFidelityMETA", extension: "XR_META_body_tracking_fidelity"},
		{name: "XrSystemEyeTrackingPropertiesFB", extension: "XR_FB_eye_tracking_social"},
		{name: "XrSystemHandTrackingMeshPropertiesMSFT", extension: "XR_MSFT_hand_tracking_mesh"},
		{name: "XrSystemColorSpacePropertiesFB", extension: "XR_FB_color_space"},
		{name: "XrSystemSpatialEntityPropertiesFB", extension: "XR_FB_spatial_entity"},
		{name: "XrSystemFoveationEyeTrackedPropertiesMETA", extension: "XR_META_foveation_eye_tracked"},
		{name: "XrSystemRenderModelPropertiesFB", extension: "XR_FB_render_model"},
		{name: "XrSystemBoundaryVisibilityPropertiesMETA", extension: "XR_META_boundary_visibility"},
		{name: "XrSystemKeyboardTrackingPropertiesFB", extension: "XR_FB_keyboard_tracking"},
		{name: "XrSystemColocationDiscoveryPropertiesMETA", extension: "XR_META_colocation_discovery"},
		{name: "XrSystemSpatialEntitySharingPropertiesMETA", extension: "XR_META_spatial_entity_sharing"},
		{name: "XrSystemSpatialEntityGroupSharingPropertiesMETA", extension: "XR_META_spatial_entity_group_sharing"},
		{name: "XrSystemFoveatedRenderingPropertiesVARJO", extension: "XR_VARJO_foveated_rendering"},
		{name: "XrSystemPassthroughPropertiesFB", extension: "XR_FB_passthrough"},
		{name: "XrSystemPassthroughProperties2FB", extension: "XR_FB_passthrough"},
		{name: "XrSystemBodyTrackingPropertiesBD", extension: "XR_BD_body_tracking"},
		{name: "XrSystemFacialTrackingPropertiesHTC", extension: "XR_HTC_facial_tracking"},
		{name: "XrSystemAnchorPropertiesHTC", extension: "XR_HTC_anchor"},
		{name: "XrSystemBodyTrackingPropertiesHTC", extension: "XR_HTC_body_tracking"},
		{name: "XrSystemSpaceWarpPropertiesFB", extension: "XR_FB_space_warp"},
		{name: "XrSystemMarkerTrackingPropertiesVARJO", extension: "XR_VARJO_marker_tracking"},
		{name: "XrSystemHeadsetIdPropertiesMETA", extension: "XR_META_headset_id"},
		{name: "XrSystemSpacePersistencePropertiesMETA", extension: "XR_META_spatial_entity_persistence"},
		{name: "XrSystemSpaceDiscoveryPropertiesMETA", extension: "XR_META_spatial_entity_discovery"},
		{name: "XrSystemPassthroughColorLutPropertiesMETA", extension: "XR_META_passthrough_color_lut"},
		{name: "XrSystemForceFeedbackCurlPropertiesMNDX", extension: "XR_MNDX_force_feedback_curl"},
		{name: "XrSystemFaceTrackingPropertiesANDROID", extension: "XR_ANDROID_face_tracking"},
		{name: "XrSystemPassthroughCameraStatePropertiesANDROID", extension: "XR_ANDROID_passthrough_camera_state"},
		{name: "XrSystemTrackablesPropertiesANDROID", extension: "XR_ANDROID_trackables"},
		{name: "XrSystemMarkerTrackingPropertiesANDROID", extension: "XR_ANDROID_trackables_marker"},
		{name: "XrSystemAnchorSharingExportPropertiesANDROID", extension: "XR_ANDROID_anchor_sharing_export"},
		{name: "XrSystemDeviceAnchorPersistencePropertiesANDROID", extension: "XR_ANDROID_device_anchor_persistence"},
		{name: "XrSystemQrCodeTrackingPropertiesANDROID", extension: "XR_ANDROID_trackables_qr_code"},
		{name: "XrSystemPassthroughLayerPropertiesANDROID", extension: "XR_ANDROID_composition_layer_passthrough_mesh"},
		{name: "XrSystemSceneMeshingPropertiesANDROID", extension: "XR_ANDROID_scene_meshing"},
		{name: "XrSystemEyeTrackingPropertiesANDROID", extension: "XR_ANDROID_eye_tracking"},
		{name: "XrSystemLightEstimationPropertiesANDROID", extension: "XR_ANDROID_light_estimation"},
		{name: "XrSystemPlaneDetectionPropertiesEXT", extension: "XR_EXT_plane_detection"},
		{name: "XrSystemVirtualKeyboardPropertiesMETA", extension: "XR_META_virtual_keyboard"},
		{name: "XrSystemMarkerUnderstandingPropertiesML", extension: "XR_ML_marker_understanding"},
		{name: "XrSystemFacialExpressionPropertiesML", extension: "XR_ML_facial_expression"},
		{name: "XrSystemUserPresencePropertiesEXT", extension: "XR_EXT_user_presence"},
		{name: "XrSystemEnvironmentDepthPropertiesMETA", extension: "XR_META_environment_depth"},
		{name: "XrSystemSpatialSensingPropertiesBD", extension: "XR_BD_spatial_sensing"},
		{name: "XrSystemSpatialAnchorPropertiesBD", extension: "XR_BD_spatial_anchor"},
		{name: "XrSystemSpatialAnchorSharingPropertiesBD", extension: "XR_BD_spatial_anchor_sharing"},
		{name: "XrSystemSpatialMeshPropertiesBD", extension: "XR_BD_spatial_mesh"},
		{name: "XrSystemSpatialScenePropertiesBD", extension: "XR_BD_spatial_scene"},
		{name: "XrSystemSpatialPlanePropertiesBD", extension: "XR_BD_spatial_plane"},
		{name: "XrSystemDynamicObjectTrackingPropertiesBD", extension: "XR_BD_dynamic_object_tracking"},
		{name: "XrSystemDynamicObjectKeyboardPropertiesBD", extension: "XR_BD_dynamic_object_keyboard"},
		{name: "XrSystemDynamicObjectMousePropertiesBD", extension: "XR_BD_dynamic_object_mouse"},
		{name: "XrSystemSimultaneousHandsAndControllersPropertiesMETA", extension: "XR_META_simultaneous_hands_and_controllers"},
		{name: "XrSystemFacialSimulationPropertiesBD", extension: "XR_BD_facial_simulation"},
		{name: "XrSystemGeospatialPropertiesANDROID", extension: "XR_ANDROID_geospatial"},
		{name: "XrSystemGeospatialAnchorPropertiesANDROID", extension: "XR_ANDROID_geospatial_anchor"},
		{name: "XrSystemImageTrackingPropertiesANDROID", extension: "XR_ANDROID_trackables_image"},
		{name: "XrSystemEnvironmentRaycastPropertiesMETA", extension: "XR_META_environment_raycast"},
		{name: "XrSystemHapticParametricPropertiesEXT", extension: "XR_EXT_haptic_parametric"},
	}
}

// viewStructs are the structures that extend XrViewConfigurationView.
func viewStructs() []question {
	return []question{
		{name: "XrViewConfigurationDepthRangeEXT", extension: "XR_EXT_view_configuration_depth_range"},
		{name: "XrViewConfigurationViewFovEPIC", extension: "XR_EPIC_view_configuration_fov"},
		{name: "XrFrameSynthesisConfigViewEXT", extension: "XR_EXT_frame_synthesis"},
		{name: "XrFoveatedViewConfigurationViewVARJO", extension: "XR_VARJO_foveated_rendering"},
	}
}

// commands are the commands of extensions that need no session.
func commands() []question {
	return []question{
		{name: "xrGetOpenGLGraphicsRequirementsKHR", extension: "XR_KHR_opengl_enable"},
		{name: "xrGetOpenGLESGraphicsRequirementsKHR", extension: "XR_KHR_opengl_es_enable"},
		{name: "xrGetVulkanGraphicsRequirementsKHR", extension: "XR_KHR_vulkan_enable"},
		{name: "xrGetVulkanInstanceExtensionsKHR", extension: "XR_KHR_vulkan_enable"},
		{name: "xrGetVulkanDeviceExtensionsKHR", extension: "XR_KHR_vulkan_enable"},
		{name: "xrGetVulkanGraphicsDeviceKHR", extension: "XR_KHR_vulkan_enable", never: needsVulkan},
		{name: "xrGetVulkanGraphicsRequirements2KHR", extension: "XR_KHR_vulkan_enable2"},
		{name: "xrGetVulkanGraphicsDevice2KHR", extension: "XR_KHR_vulkan_enable2", never: needsVulkan},
		{name: "xrGetD3D11GraphicsRequirementsKHR", extension: "XR_KHR_D3D11_enable"},
		{name: "xrGetD3D12GraphicsRequirementsKHR", extension: "XR_KHR_D3D12_enable"},
		{name: "xrGetMetalGraphicsRequirementsKHR", extension: "XR_KHR_metal_enable", never: returnsDevice},
		{name: "xrEnumerateSceneComputeFeaturesMSFT", extension: "XR_MSFT_scene_understanding"},
		{name: "xrEnumerateReprojectionModesMSFT", extension: "XR_MSFT_composition_layer_reprojection"},
		{name: "xrGetAudioOutputDeviceGuidOculus", extension: "XR_OCULUS_audio_device_guid"},
		{name: "xrGetAudioInputDeviceGuidOculus", extension: "XR_OCULUS_audio_device_guid"},
		{name: "xrEnumerateViveTrackerPathsHTCX", extension: "XR_HTCX_vive_tracker_interaction"},
		{name: "xrEnumeratePerformanceMetricsCounterPathsMETA", extension: "XR_META_performance_metrics"},
		{name: "xrEnumerateSupportedTrackableTypesANDROID", extension: "XR_ANDROID_trackables"},
		{name: "xrEnumerateSupportedAnchorTrackableTypesANDROID", extension: "XR_ANDROID_trackables"},
		{name: "xrEnumerateRaycastSupportedTrackableTypesANDROID", extension: "XR_ANDROID_raycast"},
		{name: "xrEnumerateSupportedPersistenceAnchorTypesANDROID", extension: "XR_ANDROID_device_anchor_persistence"},
		{name: "xrEnumeratePerformanceMetricsCounterPathsANDROID", extension: "XR_ANDROID_performance_metrics"},
		{name: "xrEnumerateSupportedSemanticLabelSetsANDROID", extension: "XR_ANDROID_scene_meshing"},
		{name: "xrEnumerateSpatialCapabilitiesEXT", extension: "XR_EXT_spatial_entity"},
		{name: "xrEnumerateSpatialCapabilityComponentTypesEXT", extension: "XR_EXT_spatial_entity"},
		{name: "xrEnumerateSpatialCapabilityFeaturesEXT", extension: "XR_EXT_spatial_entity"},
		{name: "xrEnumerateSpatialPersistenceScopesEXT", extension: "XR_EXT_spatial_persistence"},
		{name: "xrEnumerateSpatialAnchorAttachableComponentsANDROID", extension: "XR_ANDROID_spatial_entity_bound_anchor"},
	}
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

// specialKind says what an entry of the table of special cases decides about a name.
type specialKind int

const (
	// valueOf: the value of a #define that only a C preprocessor can evaluate.
	valueOf specialKind = iota
	// goNameOf: the Go name of a constant for which the naming rule does not work.
	goNameOf
	// typeOf: the C type of a constant, for which the registry has a bare number. Without
	// an entry, XR_NULL_X is an XrX, and every other constant is untyped.
	typeOf
	// addressOf: where the address of a command comes from. Without an entry it comes from
	// xrGetInstanceProcAddr with an instance.
	addressOf
	// foreignType: the Go type of a type that a platform or a graphics interface defines.
	// The registry only names the type and its C header. Sizes are those of 64-bit platforms.
	foreignType
)

// Texts with a special meaning.
const (
	leftOut = ""       // valueOf: the name is not a constant.
	untyped = ""       // foreignType: memory of unknown type, passed by address as an unsafe.Pointer.
	opaque  = "opaque" // foreignType: passed by address only; the Go type is an empty struct type.
	direct  = "direct" // addressOf: not from xrGetInstanceProcAddr; the command becomes a function with an address parameter.
	global  = "global" // addressOf: from xrGetInstanceProcAddr without an instance.
)

// specialKey is the C name that an entry is about, and what the entry decides.
type specialKey struct {
	Kind specialKind
	Name string
}

// specialCase is the text to write instead of what the rules would make of the registry, and why.
type specialCase struct {
	Text   string
	Reason string
}

// specialCases holds what the registry does not say in a form that a program can read.
var specialCases = map[specialKey]specialCase{
	{valueOf, "XR_NULL_HANDLE"}: {"0", "defined by C++ version and pointer size; handles are uint64 here"},
	{valueOf, "XR_MAY_ALIAS"}:   {leftOut, "an attribute for C compilers"},

	{goNameOf, "XR_CURRENT_API_VERSION"}:             {"APIVersion", "the version of the registry this package was made from"},
	{goNameOf, "XR_API_VERSION_1_0"}:                 {"APIVersion10", "named like APIVersion"},
	{goNameOf, "XR_API_VERSION_1_1"}:                 {"APIVersion11", "named like APIVersion"},
	{goNameOf, "XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID"}: {"GoogleCloudAuthErrorErrorANDROID", "the rule gives the name of its own type"},

	{typeOf, "XR_TRUE"}:                {"XrBool32", "the two values of XrBool32"},
	{typeOf, "XR_FALSE"}:               {"XrBool32", "the two values of XrBool32"},
	{typeOf, "XR_NO_DURATION"}:         {"XrDuration", "a duration"},
	{typeOf, "XR_INFINITE_DURATION"}:   {"XrDuration", "a duration; exceeds int32"},
	{typeOf, "XR_MIN_HAPTIC_DURATION"}: {"XrDuration", "a duration"},
	{typeOf, "XR_CURRENT_API_VERSION"}: {"XrVersion", "a packed version"},
	{typeOf, "XR_API_VERSION_1_0"}:     {"XrVersion", "a packed version"},
	{typeOf, "XR_API_VERSION_1_1"}:     {"XrVersion", "a packed version"},

	{addressOf, "xrGetInstanceProcAddr"}:              {direct, "a runtime hands it over in the negotiation"},
	{addressOf, "xrNegotiateLoaderRuntimeInterface"}:  {direct, "exported by a runtime's library"},
	{addressOf, "xrNegotiateLoaderApiLayerInterface"}: {direct, "exported by an API layer's library"},
	{addressOf, "xrCreateApiLayerInstance"}:           {direct, "an API layer hands it over in the negotiation"},

	{addressOf, "xrEnumerateApiLayerProperties"}:          {global, "answers without an instance"},
	{addressOf, "xrEnumerateInstanceExtensionProperties"}: {global, "answers without an instance"},
	{addressOf, "xrCreateInstance"}:                       {global, "makes the instance"},
	{addressOf, "xrInitializeLoaderKHR"}:                  {global, "must come before everything else"},

	{foreignType, "AIBinder"}:              {opaque, "incomplete in its header"},
	{foreignType, "D3D_FEATURE_LEVEL"}:     {"int32", "an enum"},
	{foreignType, "Display"}:               {opaque, "private to Xlib"},
	{foreignType, "EGLConfig"}:             {"uintptr", "a pointer that EGL owns"},
	{foreignType, "EGLContext"}:            {"uintptr", "a pointer that EGL owns"},
	{foreignType, "EGLDisplay"}:            {"uintptr", "a pointer that EGL owns"},
	{foreignType, "EGLenum"}:               {"uint32", "unsigned int"},
	{foreignType, "GLXContext"}:            {"uintptr", "a pointer that GLX owns"},
	{foreignType, "GLXDrawable"}:           {"uintptr", "an X identifier, unsigned long"},
	{foreignType, "GLXFBConfig"}:           {"uintptr", "a pointer that GLX owns"},
	{foreignType, "HDC"}:                   {"uintptr", "a Windows handle"},
	{foreignType, "HGLRC"}:                 {"uintptr", "a Windows handle"},
	{foreignType, "ID3D11Device"}:          {opaque, "a COM object"},
	{foreignType, "ID3D11Texture2D"}:       {opaque, "a COM object"},
	{foreignType, "ID3D12CommandQueue"}:    {opaque, "a COM object"},
	{foreignType, "ID3D12Device"}:          {opaque, "a COM object"},
	{foreignType, "ID3D12Resource"}:        {opaque, "a COM object"},
	{foreignType, "IUnknown"}:              {opaque, "a COM object"},
	{foreignType, "LARGE_INTEGER"}:         {"int64", "a union of one 64-bit integer and its halves"},
	{foreignType, "LUID"}:                  {"struct{ LowPart uint32; HighPart int32 }", "a locally unique identifier, aligned to 4 bytes"},
	{foreignType, "MLCoordinateFrameUID"}:  {"[2]uint64", "two 64-bit halves"},
	{foreignType, "VkAllocationCallbacks"}: {opaque, "defined by Vulkan"},
	{foreignType, "VkComponentSwizzle"}:    {"int32", "an enum"},
	{foreignType, "VkDevice"}:              {"uintptr", "a dispatchable handle"},
	{foreignType, "VkDeviceCreateInfo"}:    {opaque, "defined by Vulkan"},
	{foreignType, "VkFilter"}:              {"int32", "an enum"},
	{foreignType, "VkFormat"}:              {"int32", "an enum"},
	{foreignType, "VkImage"}:               {"uint64", "a non-dispatchable handle"},
	{foreignType, "VkImageCreateFlags"}:    {"uint32", "flags of Vulkan"},
	{foreignType, "VkImageUsageFlags"}:     {"uint32", "flags of Vulkan"},
	{foreignType, "VkInstance"}:            {"uintptr", "a dispatchable handle"},
	{foreignType, "VkInstanceCreateInfo"}:  {opaque, "defined by Vulkan"},
	{foreignType, "VkPhysicalDevice"}:      {"uintptr", "a dispatchable handle"},
	{foreignType, "VkResult"}:              {"int32", "an enum"},
	{foreignType, "VkSamplerAddressMode"}:  {"int32", "an enum"},
	{foreignType, "VkSamplerMipmapMode"}:   {"int32", "an enum"},
	{foreignType, "jobject"}:               {"uintptr", "a reference that the Java machine owns"},
	{foreignType, "timespec"}:              {opaque, "differs between C libraries"},
	{foreignType, "void"}:                  {untyped, "C's untyped memory"},
	{foreignType, "wchar_t"}:               {untyped, "4 bytes on Linux, 2 on Windows"},
	{foreignType, "wl_display"}:            {opaque, "private to libwayland"},
	{foreignType, "xcb_connection_t"}:      {opaque, "private to xcb"},
	{foreignType, "xcb_glx_context_t"}:     {"uint32", "an xcb identifier"},
	{foreignType, "xcb_glx_drawable_t"}:    {"uint32", "an xcb identifier"},
	{foreignType, "xcb_glx_fbconfig_t"}:    {"uint32", "an xcb identifier"},
	{foreignType, "xcb_visualid_t"}:        {"uint32", "an xcb identifier"},
}

// lookUpSpecial returns the text that the table has for a name, and whether it has one.
func lookUpSpecial(kind specialKind, name string) (string, bool) {
	s, ok := specialCases[specialKey{kind, name}]
	return s.Text, ok
}

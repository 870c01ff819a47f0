// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

// openGLFormats are the names of OpenGL's sized internal formats that runtimes offer. A
// format that is not here keeps its number.
// https://registry.khronos.org/OpenGL/specs/gl/glspec46.core.pdf (tables 8.12 to 8.14)
func openGLFormats() map[int64]string {
	return map[int64]string{
		0x8229: "GL_R8",
		0x822A: "GL_R16",
		0x822B: "GL_RG8",
		0x822C: "GL_RG16",
		0x822D: "GL_R16F",
		0x822E: "GL_R32F",
		0x822F: "GL_RG16F",
		0x8230: "GL_RG32F",
		0x8051: "GL_RGB8",
		0x8054: "GL_RGB16",
		0x8056: "GL_RGBA4",
		0x8057: "GL_RGB5_A1",
		0x8058: "GL_RGBA8",
		0x8059: "GL_RGB10_A2",
		0x805B: "GL_RGBA16",
		0x8814: "GL_RGBA32F",
		0x8815: "GL_RGB32F",
		0x881A: "GL_RGBA16F",
		0x881B: "GL_RGB16F",
		0x8C3A: "GL_R11F_G11F_B10F",
		0x8C3D: "GL_RGB9_E5",
		0x8C41: "GL_SRGB8",
		0x8C43: "GL_SRGB8_ALPHA8",
		0x8D62: "GL_RGB565",
		0x8D70: "GL_RGBA32UI",
		0x8D76: "GL_RGBA16UI",
		0x8D7C: "GL_RGBA8UI",
		0x8D82: "GL_RGBA32I",
		0x8D88: "GL_RGBA16I",
		0x8D8E: "GL_RGBA8I",
		0x81A5: "GL_DEPTH_COMPONENT16",
		0x81A6: "GL_DEPTH_COMPONENT24",
		0x81A7: "GL_DEPTH_COMPONENT32",
		0x88F0: "GL_DEPTH24_STENCIL8",
		0x8CAC: "GL_DEPTH_COMPONENT32F",
		0x8CAD: "GL_DEPTH32F_STENCIL8",
		0x8D48: "GL_STENCIL_INDEX8",
	}
}

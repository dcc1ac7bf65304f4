// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

final class Placeholder {}

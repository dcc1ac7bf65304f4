// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

final class Placeholder {}

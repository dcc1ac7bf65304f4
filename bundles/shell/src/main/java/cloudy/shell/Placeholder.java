// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

final class Placeholder {}

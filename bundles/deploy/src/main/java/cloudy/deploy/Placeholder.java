// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

final class Placeholder {}

// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

final class Placeholder {}

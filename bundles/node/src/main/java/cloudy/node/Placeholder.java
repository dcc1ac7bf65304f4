// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

final class Placeholder {}

// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

/**
 * Something happened to a member.
 *
 * @param kind as the agent says it: {@code member-join}, {@code member-leave}, {@code member-failed}, {@code
 *     member-update}, {@code member-reap}
 */
public record MemberEvent(String kind, Member member) {}

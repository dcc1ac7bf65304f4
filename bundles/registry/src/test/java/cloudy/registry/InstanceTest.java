// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceTest {

    private static final Offer PADS = Offer.of("pads", "Pads", 9001);

    private final FakeService service = new FakeService("pads");
    private final Instance instance = new Instance(service, new PortProbe(Duration.ofMillis(500)));

    @Test
    void isUpWithTheFactsOfItsCheckInEveryOffer() {
        service.offering(described -> List.of(described.get(0), described.get(0).withKey("b")))
                .checking(() -> Health.up().with("node_id", "MFZ"));

        assertThat(check().run()).isEqualTo(Run.UP);
        assertThat(check().offers().orElseThrow())
                .containsExactly(
                        PADS.with(Txt.parse("node_id=MFZ")), PADS.withKey("b").with(Txt.parse("node_id=MFZ")));
    }

    @Test
    void isDownForTheReasonThatItGives() {
        service.checking(() -> Health.down("no disk"));

        assertThat(inEnglish(check()))
                .isEqualTo(Verdict.down(Texts.of("no disk")).offering(List.of(PADS)));
    }

    @Test
    void needsAReasonNoMoreThanALineLong() {
        service.checking(() -> Health.down("a\nb" + "x".repeat(10_000)));
        assertThat(check().why().english()).hasSize(200).startsWith("a\uFFFDb");

        service.checking(() -> Health.down(" "));
        assertThat(check().why().english()).isEqualTo("it does not say why");
    }

    @Test
    void isUpWithoutKnowingWhenItOffersNothing() {
        service.offering(described -> List.of()).checking(Health::unknown);

        assertThat(inEnglish(check())).isEqualTo(Verdict.up(List.of()));
    }

    @Test
    void hasItsPortTriedWhenItDoesNotKnow() throws Exception {
        service.checking(() -> Health.unknown().with("a", "b"));
        int port;
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            Offer offer = Offer.of("pads", "Pads", port);
            assertThat(instance.check(List.of(offer), Self.UNKNOWN))
                    .isEqualTo(Verdict.up(List.of(offer.with(Txt.parse("a=b")))));
        }
        Verdict closed = instance.check(List.of(Offer.of("pads", "Pads", port)), Self.UNKNOWN);
        assertThat(closed.run()).isEqualTo(Run.DOWN);
        assertThat(closed.why().english()).startsWith("nothing answers at 127.0.0.1:" + port);
    }

    @Test
    void mustCheckItselfWithoutTcpPort() {
        service.checking(Health::unknown).offering(described -> List.of(PADS.over(Protocol.UDP)));

        assertThat(check().run()).isEqualTo(Run.MISCONFIGURED);
        assertThat(check().why().english()).contains("must write check()");
    }

    @Test
    void isMisconfiguredWithTwoOffersOfOneKey() {
        service.offering(described -> List.of(PADS, PADS.withKey("x"), PADS));

        assertThat(inEnglish(check()))
                .isEqualTo(Verdict.misconfigured(Texts.of("offers: must have different keys, two have \"pads\"")));
    }

    @Test
    void isMisconfiguredWithMoreOffersThanCanBe() {
        service.offering(described -> {
            List<Offer> many = new ArrayList<>();
            for (int i = 0; i < 65; i++) {
                many.add(PADS.withKey("k" + i));
            }
            return many;
        });

        assertThat(inEnglish(check()))
                .isEqualTo(Verdict.misconfigured(Texts.of("offers: must have at most 64 entries")));
    }

    @Test
    void isNotReadToTheEndOfAnEndlessList() {
        service.offering(described -> new AbstractList<>() {
            @Override
            public Offer get(int index) {
                return PADS.withKey("k" + index);
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        });

        assertThat(check().why().english()).isEqualTo("offers: must have at most 64 entries");
    }

    @Test
    void isMisconfiguredWhenItAnswersNothing() {
        service.offering(described -> null);
        assertThat(inEnglish(check())).isEqualTo(Verdict.misconfigured(Texts.of("offers: must not be null")));
        service.offering(described -> Collections.singletonList(null));
        assertThat(inEnglish(check())).isEqualTo(Verdict.misconfigured(Texts.of("offers: must not hold null")));
        service.offering(described -> described).checking(() -> null);
        assertThat(check().why().english()).isEqualTo("its check answered nothing");
    }

    @Test
    void isMisconfiguredWhenItsFactsDoNotFit() {
        service.checking(() -> Health.up().with("long", "x".repeat(240)).with("longer", "x".repeat(240)));

        assertThat(check().run()).isEqualTo(Run.MISCONFIGURED);
        assertThat(check().why().english()).startsWith("txt: all pairs together must have at most 400 bytes");
    }

    @Test
    void isMisconfiguredWhenItComplainsOfAField() {
        service.offering(described -> {
            throw new InvalidFieldException("port", "must be between 0 and 65535", "70000");
        });

        assertThat(inEnglish(check()))
                .isEqualTo(Verdict.misconfigured(Texts.of("port: must be between 0 and 65535, not \"70000\"")));
    }

    @Test
    void isDownWhenItThrowsWhateverItThrows() {
        service.checking(() -> {
            throw new java.io.IOException("broken pipe");
        });
        assertThat(check().why().english()).isEqualTo("broken pipe");
        service.checking(() -> {
            throw new IllegalStateException();
        });
        assertThat(check().why().english()).isEqualTo("IllegalStateException");
        service.checking(() -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        assertThat(check().why().english()).isEqualTo("NoClassDefFoundError: org/example/Gone");
        service.checking(() -> {
            throw new Spiteful();
        });
        assertThat(check().why().english()).isEqualTo("Spiteful");
        service.checking(() -> endless(0));
        assertThat(check().why().english()).startsWith("StackOverflowError");
    }

    @Test
    void isMisconfiguredWhenItCannotBeMade() {
        service.constructor = () -> null;

        assertThat(inEnglish(check()))
                .isEqualTo(Verdict.misconfigured(Texts.of("it failed to start: its constructor threw")));
        assertThat(instance.isAbsent()).isTrue();
    }

    @Test
    void isMadeOnceAndGivenBackOnce() {
        check();
        check();
        assertThat(service.held).hasValue(1);

        instance.release();
        instance.release();
        assertThat(service.held).hasValue(0);
    }

    @Test
    void theAddressOfAnOfferIsItsOwnElseTheNodesInItsNetwork() throws Exception {
        InetAddress lan = InetAddress.getByName("192.168.1.2");
        InetAddress community = InetAddress.getByName("10.1.2.3");
        InetAddress foreign = InetAddress.getByName("10.9.9.9");
        var both = new Self(Optional.empty(), "", Optional.of(lan), Optional.of(community));
        var lanOnly = new Self(Optional.empty(), "", Optional.of(lan), Optional.empty());

        assertThat(both.addressOf(PADS)).isEqualTo(community);
        assertThat(both.addressOf(PADS.to(cloudy.api.Audience.LAN))).isEqualTo(lan);
        assertThat(both.addressOf(PADS.at(foreign))).isEqualTo(foreign);
        assertThat(lanOnly.addressOf(PADS)).isEqualTo(lan);
        assertThat(Self.UNKNOWN.addressOf(PADS)).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(Arrays.asList(both, lanOnly)).doesNotHaveDuplicates();
    }

    private Verdict check() {
        return instance.check(List.of(PADS), Self.UNKNOWN);
    }

    private static Health endless(int depth) {
        return depth < 0 ? Health.up() : endless(depth + 1);
    }

    private static final class Spiteful extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    private static Verdict inEnglish(Verdict verdict) {
        return new Verdict(verdict.run(), Texts.of(verdict.why().english()), verdict.offers());
    }
}

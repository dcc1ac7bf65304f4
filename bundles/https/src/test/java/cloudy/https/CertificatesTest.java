// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.SomeNode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    private Path folder;

    private final List<X509Certificate> shown = new ArrayList<>();

    @Test
    void aNewNameOfTheNodeIsCertifiedBehindTheSameDoors() throws Exception {
        var names = new NodeNames(SomeNode.named("roof"));
        Certificates certificates = open(names);
        var tls = certificates.tls();

        names.setNode(SomeNode.named("cellar"));

        assertThat(certificates.tls()).isSameAs(tls);
        assertThat(shown).hasSize(2).last().isEqualTo(certificates.current());
        assertThat(OwnCertificate.names(certificates.current()).hosts()).contains("cellar.local");
        assertThat(certificates.current().getSubjectX500Principal().getName()).isEqualTo("CN=cellar");
    }

    @Test
    void isGoodForAddressesBeforeTheNodeHasSaidItsName() throws Exception {
        var names = new NodeNames();
        Certificates certificates = open(names);
        assertThat(OwnCertificate.names(certificates.current()).hosts()).containsExactly("localhost");

        names.setNode(SomeNode.named("roof"));

        assertThat(OwnCertificate.names(certificates.current()).hosts()).contains("localhost", "roof.local");
    }

    @Test
    void aNodeThatComesAnewUnchangedChangesNothing() throws Exception {
        var names = new NodeNames(SomeNode.named("roof"));
        open(names);

        names.setNode(SomeNode.named("roof"));

        assertThat(shown).hasSize(1);
    }

    @Test
    void whatTheOperatorBroughtStaysWhateverTheNodeIsCalled() throws Exception {
        var names = new NodeNames(SomeNode.named("roof"));
        Certificates certificates = open(names);
        var other = new OwnCertificate(folder.resolve("b"), () -> "b", names::host, Clock.systemUTC()).current();
        certificates.bring(Optional.of(other));

        names.setNode(SomeNode.named("cellar"));

        assertThat(certificates.current()).isEqualTo(other.certificate());
    }

    private Certificates open(NodeNames names) throws Exception {
        return new Certificates(
                new OwnCertificate(folder.resolve("own"), names::node, names::host, Clock.systemUTC()),
                names,
                shown::add);
    }
}

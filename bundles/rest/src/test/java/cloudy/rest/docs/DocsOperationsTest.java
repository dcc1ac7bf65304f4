// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.rest.Problem;
import cloudy.rest.Answers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

class DocsOperationsTest {

    private static final String CONTRACT = "paths: {/x: {get: {operationId: getPad}}}";

    @Test
    void withoutAContractThereIsNoPage() throws Exception {
        var docs = new DocsOperations();

        assertThatThrownBy(() -> Answers.ask(docs, "getDocs"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void thePageIsDrawnAnewOnlyWhenTheContractIsAnother() throws Exception {
        var docs = new DocsOperations();
        var current = new ArrayList<>(List.of(DocsPageTest.parse(CONTRACT)));
        docs.source = new Held<>(() -> current.get(0));

        var first = Answers.ask(docs, "getDocs");
        assertThat(Answers.ask(docs, "getDocs")).isSameAs(first);
        current.set(0, DocsPageTest.parse("paths: {}"));

        assertThat(Answers.text(Answers.ask(docs, "getDocs"))).doesNotContain("getPad");
        assertThat(Answers.text(first)).contains("getPad");
        assertThat(first.headers().get("Content-Security-Policy").get(0))
                .startsWith("default-src 'none'; style-src 'self'");
        assertThat(Answers.text(Answers.ask(docs, "getDocsStyle")))
                .contains(":focus-visible")
                .doesNotContain("url(");
    }

    /** A service that is there. */
    private record Held<T>(T service) implements ComponentServiceObjects<T> {

        @Override
        public T getService() {
            return service;
        }

        @Override
        public void ungetService(T got) {
            assertThat(got).isSameAs(service);
        }

        @Override
        public ServiceReference<T> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}

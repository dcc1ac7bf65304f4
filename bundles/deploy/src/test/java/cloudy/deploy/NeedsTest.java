// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Jars that need something that is not there, or not yet. */
class NeedsTest {

    @TempDir
    Path home;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(home).start();
        node.awaitFolder();
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
    }

    private static Jar library(String version) {
        return Jar.bundle("org.example.library", version)
                .with("Export-Package", "org.example.pads;version=" + version)
                .entry("org/example/pads/x", version);
    }

    private static Jar user(String range) {
        return Jar.bundle("org.example.user", "1.0.0")
                .with("Import-Package", "org.example.pads;version=\"" + range + "\"");
    }

    @Test
    void namesTheMissingPackageAndStartsWhenAnotherDroppedJarBringsIt() throws Exception {
        user("[1.2,2)").dropAs(node.jar("user.jar"));
        node.awaitLine("deploy/user.jar: needs the package org.example.pads from 1.2.0 up to, not including, 2.0.0,"
                + " which nothing here provides; it starts as soon as that is there");

        library("1.2.3").dropAs(node.jar("library.jar"));

        node.awaitRunning("user.jar", "1.0.0");
        node.awaitLine("deploy/user.jar: org.example.user 1.0.0 started");
        assertThat(node.linesAbout("user.jar")).isEqualTo(2);
    }

    @Test
    void startsWhenAFeatureBringsWhatItNeeds() throws Exception {
        user("1.0").dropAs(node.jar("user.jar"));
        node.awaitLine("deploy/user.jar: needs the package org.example.pads from 1.0.0");

        node.context()
                .installBundle(
                        "mvn:library", new ByteArrayInputStream(library("1.0.0").bytes()));

        node.awaitRunning("user.jar", "1.0.0");
    }

    @Test
    void saysWhichVersionIsThere() throws Exception {
        library("1.0.0").dropAs(node.jar("library.jar"));
        node.awaitRunning("library.jar", "1.0.0");

        user("[2,3)").dropAs(node.jar("user.jar"));

        node.awaitLine("deploy/user.jar: needs the package org.example.pads from 2.0.0 up to, not including, 3.0.0;"
                + " what is here is 1.0.0");
    }

    @Test
    void saysWhatTheOneItNeedsLacksItself() throws Exception {
        library("1.0.0").with("Require-Bundle", "org.example.deep").dropAs(node.jar("library.jar"));
        user("1.0").dropAs(node.jar("user.jar"));

        node.awaitLine(
                "deploy/user.jar: needs the package org.example.pads from 1.0.0 of org.example.library, which itself"
                        + " needs the bundle org.example.deep, which nothing here provides");
        node.awaitLine("deploy/library.jar: needs the bundle org.example.deep, which nothing here provides");

        Jar.bundle("org.example.deep", "1.0.0").dropAs(node.jar("deep.jar"));

        node.awaitRunning("user.jar", "1.0.0");
        node.awaitRunning("library.jar", "1.0.0");
    }

    @Test
    void startsTwoThatNeedEachOther() throws Exception {
        Jar.bundle("org.example.left", "1.0.0")
                .with("Export-Package", "org.example.left")
                .with("Import-Package", "org.example.right")
                .dropAs(node.jar("left.jar"));
        Jar.bundle("org.example.right", "1.0.0")
                .with("Export-Package", "org.example.right")
                .with("Import-Package", "org.example.left")
                .dropAs(node.jar("right.jar"));

        node.awaitRunning("left.jar", "1.0.0");
        node.awaitRunning("right.jar", "1.0.0");
    }

    @Test
    void keepsTheOldVersionUntilWhatTheNewOneNeedsIsThere() throws Exception {
        Jar.bundle("org.example.user", "0.9.0").dropAs(node.jar("user.jar"));
        node.awaitRunning("user.jar", "0.9.0");

        user("1.0").dropAs(node.jar("user.jar"));
        node.awaitLine("deploy/user.jar: needs the package org.example.pads from 1.0.0, which nothing here provides;"
                + " version 0.9.0 stays in place");
        assertThat(node.runs("user.jar", "0.9.0")).isTrue();

        library("1.0.0").dropAs(node.jar("library.jar"));

        node.awaitRunning("user.jar", "1.0.0");
    }

    @Test
    void wiresTheUsersOfAnUpdatedJarToItsNewContent() throws Exception {
        library("1.0.0").dropAs(node.jar("library.jar"));
        user("1.0").dropAs(node.jar("user.jar"));
        node.awaitRunning("user.jar", "1.0.0");

        library("1.1.0").dropAs(node.jar("library.jar"));
        node.awaitRunning("library.jar", "1.1.0");

        node.awaitRunning("user.jar", "1.0.0");
        var content = node.bundle("user.jar").orElseThrow().getResource("org/example/pads/x");
        try (var in = content.openStream()) {
            assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("1.1.0");
        }
    }

    @Test
    void startsAUserAgainWhenWhatItLostComesBack() throws Exception {
        library("1.0.0").dropAs(node.jar("library.jar"));
        user("1.0").dropAs(node.jar("user.jar"));
        node.awaitRunning("user.jar", "1.0.0");

        Files.delete(node.jar("library.jar"));
        node.awaitLine("deploy/user.jar: needs the package org.example.pads from 1.0.0, which nothing here provides");
        assertThat(node.bundle("user.jar").orElseThrow().getState()).isEqualTo(Bundle.INSTALLED);
        library("1.5.0").dropAs(node.jar("library.jar"));

        node.awaitRunning("user.jar", "1.0.0");
    }

    @Test
    void attachesAFragmentToADroppedHostThatRunsAlready() throws Exception {
        Jar.bundle("org.example.host", "1.0.0").dropAs(node.jar("host.jar"));
        node.awaitRunning("host.jar", "1.0.0");

        Jar.bundle("org.example.fragment", "1.0.0")
                .with("Fragment-Host", "org.example.host")
                .entry("added.txt", "x")
                .dropAs(node.jar("fragment.jar"));

        node.awaitLine("deploy/fragment.jar: org.example.fragment 1.0.0 is attached");
        node.awaitRunning("host.jar", "1.0.0");
        assertThat(node.bundle("host.jar").orElseThrow().getResource("added.txt"))
                .isNotNull();
    }

    @Test
    void holdsAFragmentUntilItsHostComes() throws Exception {
        Jar.bundle("org.example.fragment", "1.0.0")
                .with("Fragment-Host", "org.example.host;bundle-version=\"[1,2)\"")
                .dropAs(node.jar("fragment.jar"));
        node.awaitLine("deploy/fragment.jar: needs the bundle org.example.host from 1.0.0 up to, not including, 2.0.0"
                + " (it is a fragment of it), which nothing here provides");

        Jar.bundle("org.example.host", "1.0.0").dropAs(node.jar("host.jar"));

        node.awaitLine("deploy/fragment.jar: org.example.fragment 1.0.0 is attached");
    }
}

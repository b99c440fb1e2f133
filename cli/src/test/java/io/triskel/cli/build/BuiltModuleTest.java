package io.triskel.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltModuleTest {
    private FakeTree tree;
    private BuiltModule shop;

    @BeforeEach
    void lay_out_a_built_module_over_another(@TempDir Path folder) throws IOException {
        tree = FakeTree.in(folder);
        tree.library("shops/pom.xml").library("lib/some.jar");
        tree.built("core").built("other").built("shops/shop", "lib/some.jar", "core/target/quick/classes");
        shop = tree.module("shops/shop");
    }

    @Test
    void what_was_built_and_left_alone_is_up_to_date() {
        assertThat(shop.isUpToDate()).isTrue();
    }

    @Test
    void what_was_never_built_is_not() {
        assertThat(tree.module("no-such").isUpToDate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shops/shop/src/main/java/Some.java",
                "shops/shop/src/main/resources/new.txt",
                "shops/shop/pom.xml",
                "shops/pom.xml",
                "pom.xml",
                "core/src/main/java/Some.java",
                "core/pom.xml",
            })
    void what_it_is_made_of_is_newer(String changed) throws IOException {
        tree.change(changed);

        assertThat(shop.isUpToDate()).isFalse();
    }

    @Test
    void a_source_of_a_module_that_it_depends_on_is_gone() throws IOException {
        tree.delete("core/src/main/java/Some.java");

        assertThat(shop.isUpToDate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other/src/main/java/Some.java",
                "other/pom.xml",
                "core/src/test/java/SomeTest.java",
                "core/target/quick/classes/Some.class"
            })
    void what_it_is_not_made_of_is_newer_and_that_is_no_matter(String changed) throws IOException {
        tree.change(changed);

        assertThat(shop.isUpToDate()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lib/some.jar",
                "shops/shop/target/quick/runtime.classpath",
                "shops/shop/target/quick/built",
            })
    void what_it_needs_is_gone(String needed) throws IOException {
        tree.delete(needed);

        assertThat(shop.isUpToDate()).isFalse();
    }

    @Test
    void a_module_whose_jar_it_runs_is_asked_like_one_whose_classes_it_runs() throws IOException {
        tree.library("core/target/quick/core.jar").built("jar-user", "core/target/quick/core.jar");
        boolean before = tree.module("jar-user").isUpToDate();

        tree.change("core/src/main/java/Some.java");

        assertThat(before).isTrue();
        assertThat(tree.module("jar-user").isUpToDate()).isFalse();
    }

    @Nested
    class When_it_is_the_target_of_a_cloud {
        private BuiltModule local;

        @BeforeEach
        void lay_out_its_package() throws IOException {
            tree.built("loadtest/target-aws", "core/target/quick/classes")
                    .library("demo-order-pipeline/order-aws/target/quick/order-aws.zip");
            local = tree.module("loadtest/target-aws");
        }

        @Test
        void it_needs_the_deployment_package_of_that_cloud() throws IOException {
            boolean before = local.isUpToDate();

            tree.delete("demo-order-pipeline/order-aws/target/quick/order-aws.zip");

            assertThat(before).isTrue();
            assertThat(local.isUpToDate()).isFalse();
        }

        @Test
        void everything_is_packaged() {
            assertThat(local.phase()).isEqualTo("package");
            assertThat(shop.phase()).isEqualTo("process-classes");
        }
    }

    @Nested
    class When_the_whole_build_left_it {
        private BuiltModule local;

        @BeforeEach
        void lay_out_a_target_its_package_and_a_library() throws IOException {
            tree.checked("core")
                    .packed("core/target/core.jar")
                    .checked("demo-order-pipeline/order-aws", "core/target/core.jar", "lib/some.jar")
                    .packed("demo-order-pipeline/order-aws/target/order-aws.zip")
                    .checked("loadtest/target-aws", "core/target/core.jar", "lib/some.jar");
            local = new BuiltModule(tree.home, "target", "loadtest/target-aws");
        }

        @Test
        void it_is_fresh_and_yet_no_build_of_the_launcher() {
            assertThat(local.isFresh()).isTrue();
            assertThat(local.isUpToDate()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "loadtest/target-aws/src/main/java/Some.java",
                    "core/src/main/resources/new.txt",
                    "demo-order-pipeline/order-aws/src/main/java/Some.java",
                    "pom.xml",
                })
        void a_newer_source_makes_it_stale(String changed) throws IOException {
            tree.change(changed);

            assertThat(local.isFresh()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"core/target/classes/Some.class", "core/target/core.jar"})
        void what_was_compiled_or_packed_and_not_put_into_the_package_makes_it_stale(String made) throws IOException {
            tree.change(made);

            assertThat(local.isFresh()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "core/target/core.jar",
                    "demo-order-pipeline/order-aws/target/order-aws.zip",
                    "demo-order-pipeline/order-aws/target/runtime.classpath",
                    "loadtest/target-aws/target/runtime.classpath",
                    "core/target/classes/Some.class",
                })
        void it_needs_each_part(String part) throws IOException {
            tree.delete(part);

            assertThat(local.isFresh()).isFalse();
        }
    }
}

package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int create(String... arguments) {
        String[] all = Stream.concat(Stream.of("new"), Stream.of(arguments)).toArray(String[]::new);
        return Main.run(
                Map.of("TRISKEL_HOME", "/opt/my triskel"), folder, new PrintWriter(out), new PrintWriter(err), all);
    }

    private int createHere(String... arguments) {
        return create(Stream.concat(Stream.of(arguments), Stream.of("--in", folder.toString()))
                .toArray(String[]::new));
    }

    private Path project(String file) {
        return folder.resolve("my-app").resolve(file);
    }

    private static List<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile)
                    .map(top::relativize)
                    .sorted()
                    .toList();
        }
    }

    @Nested
    class When_a_project_is_made {
        @Test
        void its_files_lie_where_maven_looks_for_them() throws IOException {
            assertThat(createHere("my-app", "--package", "org.acme.shop")).isZero();

            assertThat(err.toString()).isEmpty();
            assertThat(filesBelow(project("")))
                    .extracting(Path::toString)
                    .contains(
                            ".gitignore",
                            "README.md",
                            "pom.xml",
                            "src/main/java/org/acme/shop/App.java",
                            "src/test/java/org/acme/shop/ShopTest.java")
                    .hasSize(NewProject.TEMPLATES.size());
        }

        @Test
        void its_names_are_put_in() throws IOException {
            createHere("my-app", "--package", "org.acme.shop");

            assertThat(project("pom.xml"))
                    .content()
                    .contains("<groupId>org.acme</groupId>", "<artifactId>my-app</artifactId>")
                    .contains("<version>" + TriskelVersion.number() + "</version>")
                    .contains("<exec.mainClass>org.acme.shop.App</exec.mainClass>");
            assertThat(project("src/main/java/org/acme/shop/App.java"))
                    .content()
                    .startsWith("package org.acme.shop;")
                    .contains("\"/my-app\"");
        }

        @Test
        void no_placeholder_is_left() throws IOException {
            createHere("my-app");

            for (Path file : filesBelow(project(""))) {
                assertThat(file.toString()).doesNotContain("app_package");
                assertThat(project(file.toString()))
                        .content()
                        .doesNotContain("app_package", "app_group", "app-name", "app-id", "triskel-version");
            }
        }

        @Test
        void a_name_that_looks_like_a_placeholder_stays_as_it_is() {
            createHere("my-app", "--package", "app_group.my");

            assertThat(project("src/main/java/app_group/my/App.java")).content().startsWith("package app_group.my;");
        }

        @ParameterizedTest
        @CsvSource({
            "my-app, com.example.myapp",
            "Shop2.web, com.example.shop2web",
            "4711, com.example.app4711",
            "switch, com.example.appswitch"
        })
        void its_package_follows_its_name_unless_one_is_given(String name, String javaPackage) {
            assertThat(createHere(name)).isZero();

            assertThat(folder.resolve(name).resolve("src/main/java/" + javaPackage.replace('.', '/') + "/App.java"))
                    .exists();
        }

        @ParameterizedTest
        @CsvSource({
            "my-app, my-app",
            "Shop2.web, shop2-web",
            "4711, app-4711",
            "a-name-that-is-long--er, a-name-that-is-long"
        })
        void it_is_deployed_under_a_name_that_a_cloud_takes(String name, String deployed) {
            createHere(name, "--package", "org.acme");

            assertThat(folder.resolve(name).resolve("src/main/java/org/acme/ShopApplication.java"))
                    .content()
                    .contains("return \"" + deployed + "\";");
        }

        @Test
        void it_goes_into_an_empty_folder_and_one_whose_parents_are_not_there() throws IOException {
            Files.createDirectory(folder.resolve("my-app"));

            assertThat(createHere("my-app")).isZero();
            assertThat(create("my-app", "--in", folder.resolve("a/b").toString()))
                    .isZero();

            assertThat(project("pom.xml")).exists();
            assertThat(folder.resolve("a/b/my-app/pom.xml")).exists();
        }

        @Test
        void the_readme_says_how_to_install_triskel_only_while_it_is_not_published() throws IOException {
            new NewProject("old", "org.acme", "0.1.0-SNAPSHOT").writeTo(folder.resolve("old"));
            new NewProject("new", "org.acme", "0.1.0").writeTo(folder.resolve("new"));

            assertThat(folder.resolve("old/README.md"))
                    .content()
                    .contains("In Triskel's folder", "./mvnw -q install")
                    .doesNotContain("<!--");
            assertThat(folder.resolve("new/README.md"))
                    .content()
                    .contains("mvn -q -Paws -DskipTests package")
                    .doesNotContain("mvnw", "<!--");
        }

        @Test
        void what_to_do_next_is_said_in_lines_to_copy() {
            createHere("my-app");

            assertThat(out.toString())
                    .contains("(cd '/opt/my triskel' && ./mvnw -q install -Dquick ")
                    .contains("cd " + folder.resolve("my-app"), "mvn -q compile exec:java", "mvn test");
        }
    }

    @Nested
    class When_it_is_refused {
        @ParameterizedTest
        @ValueSource(strings = {"", "my app", "../my-app", "a/b", ".", "..", "-", "_x", "käse"})
        void a_name_that_is_no_artifact_id_is_wrong_usage(String name) throws IOException {
            assertThat(createHere("--", name)).isEqualTo(2);

            assertThat(filesBelow(folder)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "org.new.shop", "Shop", "a..b", "a.", "1a", "a-b", "a/b", "java.shop", "a._"})
        void a_package_that_is_none_is_wrong_usage(String javaPackage) throws IOException {
            assertThat(createHere("my-app", "--package=" + javaPackage)).isEqualTo(2);

            assertThat(err.toString()).contains("'" + javaPackage + "' is not a Java package", "com.example.shop");
            assertThat(filesBelow(folder)).isEmpty();
        }

        @Test
        void a_folder_with_something_in_it_stays_as_it_is() throws IOException {
            createHere("my-app");
            Files.writeString(project("pom.xml"), "mine");

            assertThat(createHere("my-app")).isEqualTo(2);

            assertThat(err.toString()).contains(project("") + " exists and is not empty");
            assertThat(project("pom.xml")).hasContent("mine");
        }

        @Test
        void a_file_of_that_name_stays_as_it_is() throws IOException {
            Files.writeString(folder.resolve("my-app"), "mine");

            assertThat(createHere("my-app")).isEqualTo(2);
            assertThat(create("my-app", "--in", folder.resolve("my-app").toString()))
                    .isEqualTo(2);

            assertThat(folder.resolve("my-app")).hasContent("mine");
        }

        @Test
        void a_folder_that_cannot_be_made_is_a_failure_in_words() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "");

            assertThat(create("my-app", "--in", file.resolve("below").toString()))
                    .isEqualTo(1);

            assertThat(err.toString()).contains("cannot write ", "my-app").doesNotContain("unexpected error");
        }
    }

    @Test
    void the_templates_are_those_of_the_folder() throws IOException {
        assertThat(filesBelow(Path.of("src/main/resources/new")))
                .extracting(Path::toString)
                .containsExactlyInAnyOrderElementsOf(NewProject.TEMPLATES);
    }
}

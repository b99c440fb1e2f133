package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.readme.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program compiled against the library needs no Jackson, whose major versions are incompatible with each other. */
class PublicSignaturesTest {
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final List<String> LIBRARY = List.of(
            "eda-core",
            "eda-engines",
            "eda-testkit",
            "eda-kotlin",
            "eda-observe",
            "eda-console",
            "adapter-aws",
            "adapter-azure",
            "adapter-gcp");

    /** Public for the codec alone: see docs/compatibility.md. */
    private static final String TECHNICAL = "/io/triskel/json/";

    /** Manifests are printed and read by deployments, and no program is compiled against them. */
    private static final String DEPLOYMENT = "/hosting/";

    private static final String IMPORT = "import com.fasterxml.jackson.databind.JsonNode;\n";

    @Test
    void no_public_signature_of_the_library_names_jackson() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (String module : LIBRARY) {
            List<JavaFileObject> ofModule = sources(
                    path -> path.startsWith(module + "/") && !path.contains(TECHNICAL) && !path.contains(DEPLOYMENT));
            assertThat(ofModule).as(module).isNotEmpty();
            sources.addAll(ofModule);
        }

        assertThat(PublicSignatures.naming(JACKSON, sources)).isEmpty();
    }

    /** Its signatures name Jackson, and it may change with any release. */
    @Test
    void no_other_module_uses_package_json() throws IOException {
        List<JavaFileObject> others = sources(path -> !path.startsWith("eda-core/"));

        assertThat(others).hasSizeGreaterThan(LIBRARY.size());
        assertThat(others.stream().filter(file -> contentOf(file).contains("io.triskel.json.")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMPORT + "public interface A { JsonNode a(); }",
                IMPORT + "public class A { protected JsonNode a; }",
                IMPORT + "public class A { public A(java.util.List<? extends JsonNode> a) {} }",
                IMPORT + "public record A(JsonNode a) {}",
                IMPORT + "public class A<T extends JsonNode> {}",
                IMPORT + "public class A { public static class B { public JsonNode[] a; } }",
                IMPORT + "class A { public JsonNode a; } public final class B extends A {}",
                IMPORT + "class A<T> { public JsonNode a; } class B extends A<B> {} public class C extends B {}",
                IMPORT + "interface A<T> { JsonNode a(); } public abstract class B implements A<B> {}",
                "public abstract class A extends com.fasterxml.jackson.databind.JsonNode {}",
                "public class A { public void a() throws com.fasterxml.jackson.core.JacksonException {} }",
                "import com.fasterxml.jackson.databind.*; public class A { public JsonNode a; }",
                "import com.fasterxml.jackson.annotation.JsonProperty; public record A(@JsonProperty(\"b\") int a) {}",
            })
    void a_signature_that_names_it_is_found(String source) throws IOException {
        assertThat(PublicSignatures.naming(JACKSON, List.of(new Text("io/triskel/A.java", source))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMPORT + "public class A { private JsonNode a; A(JsonNode a) {} JsonNode b() { return a; } }",
                IMPORT + "class A { public JsonNode a; }",
                IMPORT + "public class A { static class B { public JsonNode a; } }",
                IMPORT + "public class A { public int a() { JsonNode a = null; return 1; } }",
            })
    void what_no_program_sees_is_not(String source) throws IOException {
        assertThat(PublicSignatures.naming(JACKSON, List.of(new Text("io/triskel/A.java", source))))
                .isEmpty();
    }

    private static List<JavaFileObject> sources(Predicate<String> which) throws IOException {
        List<JavaFileObject> texts = new ArrayList<>();
        try (Stream<Path> files = Sources.main()) {
            for (Path file :
                    files.filter(path -> which.test(Sources.belowTop(path))).toList()) {
                texts.add(new Text(Sources.belowTop(file), Files.readString(file)));
            }
        }
        return texts;
    }

    private static String contentOf(JavaFileObject file) {
        return ((Text) file).content;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String content;

        Text(String path, String content) {
            super(URI.create("text:///" + path), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}

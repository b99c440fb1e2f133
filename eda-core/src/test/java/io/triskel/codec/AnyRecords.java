package io.triskel.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Records of random components, compiled: what somebody may think of, readable or not. */
final class AnyRecords {
    private static final String PACKAGE = "generated";

    private static final List<String> PRIMITIVES =
            List.of("boolean", "byte", "short", "int", "long", "float", "double", "char");

    private static final List<String> VALUES = List.of(
            "Boolean",
            "Byte",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double",
            "Character",
            "String",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.net.URI",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.MonthDay",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.Period",
            "java.time.Year",
            "java.time.YearMonth",
            "java.time.ZoneId",
            "java.time.ZoneOffset",
            "java.time.ZonedDateTime",
            "java.time.DayOfWeek",
            "java.util.Currency",
            "java.util.Locale",
            "java.util.UUID",
            "io.triskel.codec.Family.Colour");

    private static final List<String> UNREADABLE = List.of(
            "Object",
            "Number",
            "CharSequence",
            "io.triskel.codec.Family.Open",
            "java.util.List<?>",
            "java.util.Map<String, ?>",
            "java.util.Collection<String>",
            "java.util.Map<io.triskel.codec.Family.Shape, String>",
            "java.util.SortedSet<io.triskel.codec.Family.Shape>",
            "java.util.Optional<java.util.Optional<String>>",
            "java.util.List<java.util.List<java.util.Optional<String>>>",
            "io.triskel.personal.Personal<io.triskel.codec.Family.Outcome<Integer>>",
            "io.triskel.codec.Family.Outcome<Integer>[]");

    private final Random random;
    private final List<String> names = new ArrayList<>();
    private boolean readable;

    /** @param readable whether all that it is made of is */
    record Generated(Class<?> type, boolean readable, String source) {}

    private AnyRecords(Random random) {
        this.random = random;
    }

    /** {@return this many records, of which later ones contain earlier ones} */
    static List<Generated> generate(Random random, int count) {
        AnyRecords any = new AnyRecords(random);
        List<String> sources = new ArrayList<>();
        List<Boolean> readable = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            any.readable = true;
            String source = any.source("R" + i);
            sources.add(source);
            readable.add(any.readable);
            if (any.readable) {
                any.names.add("R" + i);
            }
        }
        List<Class<?>> types = compiled(sources);
        return IntStream.range(0, count)
                .mapToObj(i -> new Generated(types.get(i), readable.get(i), sources.get(i)))
                .toList();
    }

    /** All classes are loaded when this returns, and no file is left. */
    private static List<Class<?>> compiled(List<String> sources) {
        try {
            Path folder = Files.createTempDirectory("generated-records");
            try {
                compile(sources, folder);
                return load(folder, sources.size());
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void compile(List<String> sources, Path folder) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Path file = folder.resolve("R.java");
        Files.writeString(file, "package " + PACKAGE + ";\n" + String.join("\n", sources));
        int result = javac.run(
                null,
                null,
                null,
                "-proc:none",
                "-parameters",
                "-nowarn",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
        if (result != 0) {
            throw new IllegalStateException("The generated records do not compile:\n" + String.join("\n", sources));
        }
    }

    private static List<Class<?>> load(Path folder, int count) throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, AnyRecords.class.getClassLoader())) {
            List<Class<?>> types = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                types.add(loader.loadClass(PACKAGE + ".R" + i));
            }
            return types;
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private String source(String name) {
        List<String> components = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            components.add(component(name) + " c" + i);
        }
        return "record " + name + "(" + String.join(", ", components) + ") {}";
    }

    private String component(String self) {
        int kind = random.nextInt(40);
        if (kind == 0) {
            readable = false;
            return pick(UNREADABLE);
        }
        if (kind < 5) {
            return pick(PRIMITIVES);
        }
        if (kind < 8) {
            return List.of("java.util.List<" + self + ">", "java.util.Optional<" + self + ">")
                    .get(random.nextInt(2));
        }
        if (kind < 11) {
            return "java.util.Optional<" + type(2) + ">";
        }
        if (kind < 13) {
            return "java.util.List<java.util.Optional<" + type(2) + ">>";
        }
        return kind < 18 ? nullable(plain()) : type(2);
    }

    /** A type annotation stands before the last name of a qualified one. */
    private static String nullable(String type) {
        int last = type.lastIndexOf('.') + 1;
        return type.substring(0, last) + "@org.jspecify.annotations.Nullable " + type.substring(last);
    }

    private String plain() {
        return names.isEmpty() || random.nextInt(3) > 0 ? pick(VALUES) : pick(names);
    }

    private String type(int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 14);
        return switch (kind) {
            case 0, 1, 2 -> plain();
            case 3 -> "java.util.List<" + type(depth - 1) + ">";
            case 4 -> "java.util.Set<" + plain() + ">";
            case 5 -> "java.util.Map<" + pick(VALUES) + ", " + type(depth - 1) + ">";
            case 6 -> plain() + "[]";
            case 7 -> pick(PRIMITIVES) + "[]";
            case 8 -> "io.triskel.codec.Family.Shape";
            case 9 -> "io.triskel.codec.Family.Outcome<" + type(depth - 1) + ">";
            case 10 -> "io.triskel.codec.Family.Box<" + type(depth - 1) + ">";
            case 11 -> "io.triskel.codec.Family.Pair<" + plain() + ", " + type(depth - 1) + ">";
            case 12 -> "java.util.List<? extends " + plain() + ">";
            default ->
                "io.triskel.personal.Personal<"
                        + List.of(plain(), "java.util.List<" + plain() + ">").get(random.nextInt(2)) + ">";
        };
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}

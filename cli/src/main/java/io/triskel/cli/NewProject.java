package io.triskel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * A generated small project that uses the library: the templates in {@code new/} of the resources, with their placeholders replaced.
 * Templates compile unchanged, since their placeholders are Java names.
 *
 * @param name its Maven artifact id, and the name of its folder
 * @param javaPackage of its classes
 * @param triskel the library's version
 */
record NewProject(String name, String javaPackage, String triskel) {
    /** The templates; a test compares them with the folder. */
    static final List<String> TEMPLATES = List.of(
            "README.md",
            "gitignore",
            "pom.xml",
            "src/console/java/app_package/AppWithPage.java",
            "src/main/assembly/cloud-run.xml",
            "src/main/assembly/function-app.xml",
            "src/main/assembly/functions.xml",
            "src/main/assembly/lambda.xml",
            "src/main/java/app_package/App.java",
            "src/main/java/app_package/Fulfilment.java",
            "src/main/java/app_package/Messages.java",
            "src/main/java/app_package/Ordering.java",
            "src/main/java/app_package/Shop.java",
            "src/main/java/app_package/ShopApplication.java",
            "src/main/resources/META-INF/services/io.triskel.hosting.Application",
            "src/test/java/app_package/FulfilmentTest.java",
            "src/test/java/app_package/OrderingTest.java",
            "src/test/java/app_package/ShopTest.java");

    /** Lines for a version that Maven Central does not have. */
    private static final Pattern UNPUBLISHED =
            Pattern.compile("<!-- unpublished -->\\n(.*?)<!-- end -->\\n", Pattern.DOTALL);

    private static final Pattern PLACEHOLDER = Pattern.compile("app_package|app_group|app-name|app-id|triskel-version");
    /** The names that Maven takes, except those that begin with a character special to a shell or a file system. */
    private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    static boolean isArtifact(String name) {
        return ARTIFACT.matcher(name).matches();
    }

    /** {@return whether classes may have this package: no word of it is one of Java's own, and it is not the JDK's} */
    static boolean isPackage(String name) {
        return PACKAGE.matcher(name).matches() && SourceVersion.isName(name) && !(name + ".").startsWith("java.");
    }

    /** {@return the package of a project for which none is given: its name without what a package cannot have} */
    static String packageFor(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        String derived = "com.example." + letters;
        return isPackage(derived) ? derived : "com.example.app" + letters;
    }

    /** {@return what the names of what is deployed begin with: at most 20 lower-case letters, digits and hyphens, a letter first} */
    static String deployedAs(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String lettered = plain.matches("[a-z].*") ? plain : "app-" + plain;
        return lettered.substring(0, Math.min(20, lettered.length())).replaceAll("-+$", "");
    }

    /**
     * Writes all files.
     *
     * @param folder created where it is not there
     * @throws Failure if a file cannot be written; existing files are never overwritten
     */
    void writeTo(Path folder) {
        for (String template : TEMPLATES) {
            Path file = folder.resolve(fileOf(template));
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, replaced(read(template)), StandardOpenOption.CREATE_NEW);
            } catch (IOException failed) {
                throw new Failure(
                        "cannot write " + file + " (" + failed + "); remove " + folder + " before you try again",
                        failed);
            }
        }
    }

    private String fileOf(String template) {
        // Maven would skip a resource of the real name.
        return template.equals("gitignore")
                ? ".gitignore"
                : template.replace("app_package", javaPackage.replace('.', '/'));
    }

    /** {@return whether Maven Central has a version of Triskel} */
    static boolean isPublished(String triskel) {
        return triskel.matches("\\d+(\\.\\d+)*");
    }

    private String replaced(String template) {
        String text = UNPUBLISHED.matcher(template).replaceAll(isPublished(triskel) ? "" : "$1");
        int lastDot = javaPackage.lastIndexOf('.');
        Map<String, String> values = Map.of(
                "app_package", javaPackage,
                "app_group", lastDot < 0 ? javaPackage : javaPackage.substring(0, lastDot),
                "app-name", name,
                "app-id", deployedAs(name),
                "triskel-version", triskel);
        // In one pass, since an inserted value may look like a placeholder.
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
    }

    private static String read(String template) throws IOException {
        try (InputStream resource = NewProject.class.getResourceAsStream("/new/" + template)) {
            if (resource == null) {
                throw new IllegalStateException("Template " + template + " is not on the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

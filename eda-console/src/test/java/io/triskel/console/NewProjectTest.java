package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the project that {@code ./triskel new} writes. */
class NewProjectTest {
    private static final Path TEMPLATES = NodeTools.projectRoot().resolve("cli/src/main/resources/new/src");

    @TempDir
    private Path folder;

    private void compile() throws IOException {
        List<String> options = new ArrayList<>(List.of("-proc:none", "-parameters", "-d", folder.toString()));
        for (String part : List.of("main", "console")) {
            try (Stream<Path> files = Files.walk(TEMPLATES.resolve(part))) {
                files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(options::add);
            }
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
    }

    @Test
    void its_page_shows_the_flow_of_the_shop_and_the_story_of_each_order() throws Exception {
        compile();

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> type = loader.loadClass("app_package.AppWithPage");
            Constructor<?> opens = type.getDeclaredConstructor(int.class);
            opens.setAccessible(true);
            try (AutoCloseable app = (AutoCloseable) opens.newInstance(0)) {
                Method work = method(type, "work");
                var unused = work.invoke(app);
                Browser browser = new Browser((Console) method(type, "console").invoke(app));

                JsonObject story = browser.json("/api/here/story/order-1");

                assertThat(browser.json("/api/console").texts("screens")).contains("flow", "parked");
                assertThat(story.objects("rows"))
                        .extracting(row -> row.text("type"))
                        .contains("orders.placed.v1", "orders.confirmed.v1");
            }
        }
    }

    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name);
        method.setAccessible(true);
        return method;
    }
}

package io.triskel.load.cloud;

import java.util.ListResourceBundle;
import java.util.Map;

/** Texts of {@code --help} that name clouds: picocli puts them in for variables such as <code>${bundle:clouds}</code>. */
public final class HelpTexts extends ListResourceBundle {
    private final Map<String, String> texts;

    public HelpTexts(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    @Override
    protected Object[][] getContents() {
        return texts.entrySet().stream()
                .map(text -> new Object[] {text.getKey(), text.getValue()})
                .toArray(Object[][]::new);
    }
}

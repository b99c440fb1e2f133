package io.triskel.load.study.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the browser of this machine; BrowserTest says how to install one. */
@Tag("local-clouds")
class PrintedPdfTest {
    private static final String PAGE = """
            <!doctype html>
            <html lang="fr"><title>Étude</title>
            <style>h1 { break-before: page } @page { size: A4 }</style>
            <p><a href="#un">Un</a> <a href="#été">Été</a></p>
            <h1 id="un">Un</h1>
            <h1 id="été">Été</h1>
            """;

    @Test
    void a_page_becomes_a_tagged_pdf_whose_places_have_page_numbers() throws IOException {
        byte[] pdf = PdfPrinter.find(System.getenv()).print(PAGE);

        assertThat(new String(pdf, StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-")
                .contains("/Marked true", "/Lang (fr)", "/Outlines");
        assertThat(PageNumbers.of(pdf)).containsOnly(Map.entry("un", 2), Map.entry("été", 3));
    }

    @Test
    void another_file_has_no_page_numbers() {
        assertThat(PageNumbers.of("a page".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}

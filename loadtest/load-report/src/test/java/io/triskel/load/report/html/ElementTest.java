package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void text_cannot_become_markup() {
        assertThat(el("p").text("</script><img onerror=\"x()\"> & 'more'"))
                .hasToString("<p>&lt;/script&gt;&lt;img onerror=&quot;x()&quot;&gt; &amp; &#39;more&#39;</p>");
    }

    @Test
    void an_attribute_cannot_be_left() {
        assertThat(el("p").at("title", "\"><script>")).hasToString("<p title=\"&quot;&gt;&lt;script&gt;\"></p>");
    }

    @Test
    void control_characters_are_left_out() {
        assertThat(el("p").text("a\u0000b\u001bc")).hasToString("<p>abc</p>");
    }

    @Test
    void an_empty_element_of_html_is_closed_and_one_of_svg_closes_itself() {
        assertThat(el("td")).hasToString("<td></td>");
        assertThat(el("path").at("d", "M0,0")).hasToString("<path d=\"M0,0\"/>");
    }

    @Test
    void coordinates_have_at_most_two_decimals() {
        assertThat(el("line").at("x1", 1.0).at("x2", 0.123456).share("y1", 0.5))
                .hasToString("<line x1=\"1\" x2=\"0.12\" y1=\"50%\"/>");
    }

    @Test
    void style_and_script_cannot_end_early() {
        assertThatThrownBy(() -> new Node.Raw("a</script>")).isInstanceOf(IllegalArgumentException.class);
    }
}

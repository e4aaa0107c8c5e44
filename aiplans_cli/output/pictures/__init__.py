"""Charts for print: a report in, a picture out; all geometry is Vega-Lite's."""

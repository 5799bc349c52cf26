"""The board of a front: where section editors fill containers, by drag, by keyboard or by a form.

showing and cards say what stands on it, saving changes it; feed, card_form, reasons and clipboard are its panels.
"""

"""What a board signs: model card, datasheet, oversight by people, duties and who owns them."""
